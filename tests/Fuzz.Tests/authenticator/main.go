// The authenticator's way of reading one section of aws-auth, with the libraries that it reads with: YAML to JSON to typed entries for
// roles and users, straight to texts for accounts. It answers each line of standard input, {"section": …, "text": …}, with a line
// {"lost": …, "entries": […]}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"unicode"

	"gopkg.in/yaml.v2"
	kyaml "sigs.k8s.io/yaml"
)

type sso struct {
	PermissionSetName string `json:"permissionSetName"`
	AccountID         string `json:"accountID"`
	Partition         string `json:"partition,omitempty"`
}

type role struct {
	ARN      string   `json:"rolearn"`
	SSO      *sso     `json:"sso"`
	Username string   `json:"username"`
	Groups   []string `json:"groups"`
	UserID   string   `json:"userid"`
}

type user struct {
	ARN      string   `json:"userarn"`
	Username string   `json:"username"`
	Groups   []string `json:"groups"`
	UserID   string   `json:"userid"`
}

// entry is what an answer shows of a role, a user or an account.
type entry struct {
	ID       string   `json:"id"`
	Username string   `json:"username,omitempty"`
	Groups   []string `json:"groups,omitempty"`
	SSO      *sso     `json:"sso,omitempty"`
}

type question struct {
	Section string `json:"section"`
	Text    string `json:"text"`
}

type answer struct {
	Lost    bool    `json:"lost"`
	Entries []entry `json:"entries"`
	Panic   string  `json:"panic,omitempty"`
}

var (
	accountID         = regexp.MustCompile(`^[0-9]{12}$`)
	permissionSetName = regexp.MustCompile(`^[\w+=,.@-]{1,32}$`)
	partitions        = map[string]bool{
		"": true, "aws": true, "aws-cn": true, "aws-us-gov": true, "aws-iso": true, "aws-iso-b": true, "aws-iso-e": true, "aws-iso-f": true,
		"aws-eusc": true,
	}
)

func isBlank(text string) bool {
	trimmed := strings.TrimSpace(text)
	return trimmed == "" || trimmed == "``" || trimmed == `""` || trimmed == "''"
}

// toJSON takes text that begins with a brace for JSON.
func toJSON(text string) ([]byte, error) {
	if strings.HasPrefix(strings.TrimLeftFunc(text, unicode.IsSpace), "{") {
		return []byte(text), nil
	}
	return kyaml.YAMLToJSON([]byte(text))
}

// decode goes on behind an item of a wrong type, and says whether there was a list (or nothing) at all.
func decode(text string, into interface{}) (lost bool) {
	document, err := toJSON(text)
	if err != nil {
		return true
	}
	err = json.Unmarshal(document, into)
	return err != nil && document[0] != '['
}

func readRoles(text string) answer {
	var roles []role
	result := answer{Lost: decode(text, &roles)}
	for _, r := range roles {
		valid := r.ARN != ""
		if r.SSO != nil {
			valid = r.ARN == "" && accountID.MatchString(r.SSO.AccountID) && permissionSetName.MatchString(r.SSO.PermissionSetName) &&
				partitions[r.SSO.Partition]
		}
		if valid {
			result.Entries = append(result.Entries, entry{r.ARN, r.Username, r.Groups, r.SSO})
		}
	}
	return result
}

func readUsers(text string) answer {
	var users []user
	result := answer{Lost: decode(text, &users)}
	for _, u := range users {
		if u.ARN != "" {
			result.Entries = append(result.Entries, entry{ID: u.ARN, Username: u.Username, Groups: u.Groups})
		}
	}
	return result
}

// anything is an item of a list, whatever it is.
type anything struct{}

func (*anything) UnmarshalYAML(func(interface{}) error) error { return nil }

func readAccounts(text string) answer {
	var accounts []string
	result := answer{}
	if err := yaml.Unmarshal([]byte(text), &accounts); err != nil {
		var items []anything
		_, isTypeError := err.(*yaml.TypeError)
		isList := isTypeError && yaml.Unmarshal([]byte(text), &items) == nil
		result.Lost = !isList && len(accounts) == 0
	}
	for _, account := range accounts {
		result.Entries = append(result.Entries, entry{ID: account})
	}
	return result
}

func read(asked question) (result answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Panic: fmt.Sprint(problem)}
		}
	}()
	if isBlank(asked.Text) {
		return answer{}
	}
	switch asked.Section {
	case "mapRoles":
		return readRoles(asked.Text)
	case "mapUsers":
		return readUsers(asked.Text)
	default:
		return readAccounts(asked.Text)
	}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	answers := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(answers)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, "oracle:", err)
			os.Exit(2)
		}
		if err := encoder.Encode(read(asked)); err != nil {
			fmt.Fprintln(os.Stderr, "oracle:", err)
			os.Exit(2)
		}
		if err := answers.Flush(); err != nil {
			os.Exit(2)
		}
	}
}
