"""Lambda's Python runtime in small: takes invocations from the Runtime API, calls index.handler of the folder in argv[1], reports.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
import http.client
import json
import os
import sys
import types

# Part of Lambda's Python. Only Helm charts need it: its import is spared.
sys.modules["boto3"] = types.ModuleType("boto3")
sys.path.insert(0, sys.argv[1])
import index  # noqa: E402

INVOCATION = "/2018-06-01/runtime/invocation/"
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    api.request(method, INVOCATION + path, body)
    answer = api.getresponse()
    return answer.getheader("Lambda-Runtime-Aws-Request-Id"), answer.read()


while True:
    request_id, event = call("GET", "next")
    try:
        how, report = "response", index.handler(json.loads(event), None)
    except Exception as error:  # as the runtime does: whatever the handler raises is reported
        how, report = "error", {"errorType": type(error).__name__, "errorMessage": str(error)}
    call("POST", f"{request_id}/{how}", json.dumps(report))
