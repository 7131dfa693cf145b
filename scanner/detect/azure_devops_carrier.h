// Organisation, project and feed of an Azure DevOps token, from the URL that
// stands nearest to it:
//
//   dev.azure.com/ORG/PROJECT/_git/REPO      ORG.visualstudio.com/PROJECT/...
//   pkgs.dev.azure.com/ORG/PROJECT/_packaging/FEED/npm/registry/
//   ORG.pkgs.visualstudio.com/_packaging/FEED/...
//   ssh.dev.azure.com:v3/ORG/PROJECT/REPO    ORG@vs-ssh.visualstudio.com:v3/...
//   vssps. vsrm. feeds. vsaex. auditservice. analytics. mcp.dev.azure.com/ORG
//
// and, where there is no URL, from the user name of Maven's settings.xml and
// Gradle's gradle.properties, which is the organisation there (and the id, or
// the first part of the name, the feed).
//
// In JSON and in URLs the slashes may be written \/ or %2F.
//
// Where there is neither, the collection of a server of one's own
// (azure_devops_server.h).
//
// Source: Microsoft's documentation of the URLs; organisations are named with
// letters, digits and hyphens, at most 50.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// Facts: organization or collection, project, feed.
void read_azure_devops_carrier(const Place& secret, Facts& facts);

}  // namespace patrol
