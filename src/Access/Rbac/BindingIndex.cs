namespace EksIamCdk.Access.Rbac;

/// <summary>Bindings by whom they mean, so that asking about one user costs what reaches him, and not all that there is.</summary>
internal sealed class BindingIndex
{
    private readonly Dictionary<(string Namespace, bool IsGroup, string Name), List<Reach>> _reaches = [];
    private int _bindings;

    public void Add(RbacBinding binding)
    {
        var number = _bindings++;
        for (var place = 0; place < binding.Subjects.Count; place++)
        {
            var subject = binding.Subjects[place];
            if (subject.AuthenticatedName(binding.Namespace) is not { } name) continue;
            var key = (binding.Namespace, subject.Kind == SubjectKind.Group, name);
            if (!_reaches.TryGetValue(key, out var reaches)) _reaches[key] = reaches = [];
            reaches.Add(new Reach(number, place, binding, subject));
        }
    }

    /// <summary>The bindings of one namespace (empty: of the whole cluster) that reach a user, in the order in which they were added, each by its first subject.</summary>
    public IEnumerable<(RbacBinding Binding, RbacSubject Subject)> Of(RbacUser user, string inNamespace)
    {
        var found = new List<List<Reach>>();
        if (_reaches.TryGetValue((inNamespace, false, user.Username), out var own)) found.Add(own);
        foreach (var group in user.Groups)
        {
            if (_reaches.TryGetValue((inNamespace, true, group), out var reaches)) found.Add(reaches);
        }

        IEnumerable<Reach> inOrder = found.Count == 1 ? found[0] : found.SelectMany(reaches => reaches).OrderBy(reach => (reach.Binding, reach.Place));
        var last = -1;
        foreach (var reach in inOrder)
        {
            if (reach.Binding == last) continue;
            last = reach.Binding;
            yield return (reach.Bound, reach.Subject);
        }
    }

    /// <param name="Binding">The number of the binding.</param>
    /// <param name="Place">Of the subject among those of the binding.</param>
    private readonly record struct Reach(int Binding, int Place, RbacBinding Bound, RbacSubject Subject);
}
