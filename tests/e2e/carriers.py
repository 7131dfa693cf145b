"""The places in which Azure DevOps tokens are leaked.

Each is a whole small file as people write it, with one place for the text of a
token, which may be wrapped. The names of organisation, project and feed are the
same in all, so that a test can ask for them as facts.
"""

import base64

# Stands where the token's text comes. Not a character that any file holds.
PLACE = '\N{WHITE SQUARE}'

# Name -> (file name, text).
CARRIERS = {
    'git remote': ('.git-config', f'''\
[remote "origin"]
\turl = https://build:{PLACE}@dev.azure.com/contoso/web/_git/site
\tfetch = +refs/heads/*:refs/remotes/origin/*
'''),
    'git remote without a user': ('clone.sh', f'''\
git clone https://{PLACE}@dev.azure.com/contoso/web/_git/site
'''),
    'old host': ('clone2.sh', f'''\
git clone https://{PLACE}@contoso.visualstudio.com/web/_git/site
'''),
    'git header': ('pipeline.sh', f'''\
git -c http.extraHeader="Authorization: Basic {PLACE}" fetch origin
git push https://dev.azure.com/contoso/web/_git/site
'''),
    'git config header': ('gitconfig', f'''\
[http "https://dev.azure.com/contoso"]
\textraheader = AUTHORIZATION: basic {PLACE}
'''),
    'git insteadOf': ('gitconfig2', f'''\
[url "https://pat:{PLACE}@dev.azure.com/contoso/"]
\tinsteadOf = https://dev.azure.com/contoso/
'''),
    'npm': ('.npmrc', f'''\
registry=https://pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/registry/
always-auth=true
; begin auth token
//pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/registry/:username=contoso
//pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/registry/:_password={PLACE}
//pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/registry/:email=a@b.example
; end auth token
'''),
    'yarn': ('.yarnrc.yml', f'''\
npmRegistries:
  https://pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/registry:
    npmAlwaysAuth: true
    npmAuthIdent: "{PLACE}"
'''),
    'NuGet': ('NuGet.config', f'''\
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
    <add key="feed" value="https://pkgs.dev.azure.com/contoso/web/_packaging/feed/nuget/v3/index.json" />
  </packageSources>
  <packageSourceCredentials>
    <feed>
      <add key="Username" value="any" />
      <add key="ClearTextPassword" value="{PLACE}" />
    </feed>
  </packageSourceCredentials>
</configuration>
'''),
    'NuGet environment': ('Dockerfile', f'''\
FROM debian:12
ENV VSS_NUGET_EXTERNAL_FEED_ENDPOINTS='{{"endpointCredentials":[{{"endpoint":"https://pkgs.dev.azure.com/contoso/web/_packaging/feed/nuget/v3/index.json","username":"any","password":"{PLACE}"}}]}}'
'''),
    'NuGet environment, escaped': ('build.env', f'''\
VSS_NUGET_EXTERNAL_FEED_ENDPOINTS="{{\\"endpointCredentials\\":[{{\\"endpoint\\":\\"https://pkgs.dev.azure.com/contoso/_packaging/feed/nuget/v3/index.json\\",\\"password\\":\\"{PLACE}\\"}}]}}"
'''),
    'pip': ('requirements.txt', f'''\
--extra-index-url https://build:{PLACE}@pkgs.dev.azure.com/contoso/web/_packaging/feed/pypi/simple/
requests==2.31.0
'''),
    'pypirc': ('.pypirc', f'''\
[feed]
repository = https://pkgs.dev.azure.com/contoso/web/_packaging/feed/pypi/upload
username = contoso
password = {PLACE}
'''),
    'Maven': ('settings.xml', f'''\
<settings>
  <servers>
    <server>
      <id>feed</id>
      <username>contoso</username>
      <password>{PLACE}</password>
    </server>
  </servers>
</settings>
'''),
    'Gradle': ('gradle.properties', f'''\
org.gradle.jvmargs=-Xmx2g
feedUsername=contoso
feedPassword={PLACE}
'''),
    'Cargo': ('credentials.toml', f'''\
[registries.feed]
token = "Basic {PLACE}"
'''),
    'netrc': ('.netrc', f'''\
machine pkgs.dev.azure.com
login x
password {PLACE}
'''),
    'docker': ('config.json', f'''\
{{
  "auths": {{
    "contoso.azurecr.io": {{
      "auth": "{PLACE}"
    }}
  }}
}}
'''),
    'environment': ('.env', f'''\
AZP_URL=https://dev.azure.com/contoso
AZURE_DEVOPS_EXT_PAT={PLACE}
'''),
    'exported': ('env.sh', f'''\
export AZDO_ORG_SERVICE_URL=https://dev.azure.com/contoso
export AZDO_PERSONAL_ACCESS_TOKEN='{PLACE}'
'''),
    'Terraform': ('main.tf', f'''\
provider "azuredevops" {{
  org_service_url       = "https://dev.azure.com/contoso"
  personal_access_token = "{PLACE}"
}}
'''),
    'agent': ('install.sh', f'''\
./config.sh --unattended --url https://dev.azure.com/contoso --auth pat --token {PLACE} --pool default
'''),
    'curl': ('projects.sh', f'''\
curl -u :{PLACE} https://dev.azure.com/contoso/_apis/projects
'''),
    'PowerShell': ('deploy.ps1', f'''\
$organisation = "https://dev.azure.com/contoso"
$personalToken="{PLACE}"
$encoded = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes(":$personalToken"))
'''),
    'C#': ('Program.cs', f'''\
var url = new Uri("https://dev.azure.com/contoso");
var credential = new VssBasicCredential(string.Empty, "{PLACE}");
'''),
    'Python': ('client.py', f'''\
credentials = BasicAuthentication('', '{PLACE}')
connection = Connection(base_url='https://dev.azure.com/contoso', creds=credentials)
'''),
    'JavaScript': ('client.js', f'''\
const auth = azdev.getPersonalAccessTokenHandler('{PLACE}');
const api = new azdev.WebApi('https://dev.azure.com/contoso', auth);
'''),
    'pipeline': ('azure-pipelines.yml', f'''\
variables:
  pat: {PLACE}
steps:
- script: az devops project list --org https://dev.azure.com/contoso
'''),
    'logging command': ('step.yml', f'''\
- script: echo "##vso[task.setvariable variable=pat]{PLACE}"
'''),
    'Docker argument': ('Dockerfile.build', f'''\
ARG FEED=https://pkgs.dev.azure.com/contoso/web/_packaging/feed/nuget/v3/index.json
ARG PAT={PLACE}
'''),
    'compose': ('compose.yml', f'''\
services:
  agent:
    environment:
      AZP_URL: https://dev.azure.com/contoso
      AZP_TOKEN: {PLACE}
'''),
    'Kubernetes': ('secret.yaml', f'''\
apiVersion: v1
kind: Secret
metadata:
  name: azure-devops
data:
  token: {PLACE}
  user: Y29udG9zbw==
'''),
    'Jenkins': ('credentials.xml', f'''\
<com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl>
  <id>azure</id>
  <username>contoso</username>
  <password>{PLACE}</password>
</com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl>
'''),
    'Postman': ('collection.json', f'''\
{{"auth": {{"type": "basic", "basic": [
  {{"key": "username", "value": ""}},
  {{"key": "password", "value": "{PLACE}"}}
]}}, "url": "https://dev.azure.com/contoso/_apis/projects"}}
'''),
    'Jupyter': ('notebook.ipynb', f'''\
{{"cells": [{{"cell_type": "code", "source": [
  "import base64\\n",
  "pat = \\"{PLACE}\\"\\n",
  "url = 'https://dev.azure.com/contoso'\\n"
]}}]}}
'''),
    'HTTP file': ('requests.http', f'''\
GET https://dev.azure.com/contoso/_apis/projects
Authorization: Basic {PLACE}
'''),
}

# Those that say nothing of the organisation.
ANONYMOUS = {'Cargo', 'docker', 'netrc', 'logging command', 'Kubernetes', 'Jenkins'}


def in_kubernetes(name, text):
    """That file, as a Kubernetes secret holds it."""
    encoded = base64.b64encode(text.encode()).decode()
    return f'apiVersion: v1\nkind: Secret\ndata:\n  {name}: {encoded}\n'
