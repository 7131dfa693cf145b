// The collection of an Azure DevOps Server, which its owner runs, from the URL
// nearest to a token: any host, but a path that no other product has.
//
//   https://tfs.shop.net/tfs/DefaultCollection/Team/_git/web
//   |-------- collection -------------------| project
//   https://devops.shop.net:8443/Shop/_packaging/feed/npm/registry/
//   |-------- collection ----------|             feed
//
// Of http there is none: a token is not sent there.
//
// Pure function; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/location.h"

namespace patrol {

struct AzureDevOpsServer {
  std::string collection;  // "https://HOST[:PORT][/tfs]/COLLECTION"
  std::string project = {};
  std::string feed = {};
};

// The nearest to `secret` in `text`. Microsoft's own hosts are none.
std::optional<AzureDevOpsServer> find_azure_devops_server(std::string_view text,
                                                          Span secret);

}  // namespace patrol
