#include "scanner/detect/azure_devops_server.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

AzureDevOpsServer found(std::string_view text) {
  const std::size_t at = text.find("TOKEN");
  return find_azure_devops_server(text, {at, at + 5})
      .value_or(AzureDevOpsServer());
}

TEST(AzureDevOpsServer, ReadsTheOldRoot) {
  const auto server = found(
      "https://TFS.shop.net:8443/tfs/DefaultCollection/Team/_git/web TOKEN");
  EXPECT_EQ(server.collection,
            "https://tfs.shop.net:8443/tfs/DefaultCollection");
  EXPECT_EQ(server.project, "Team");
}

TEST(AzureDevOpsServer, ReadsAFeed) {
  const auto server =
      found("TOKEN https://devops.shop.net/Shop/_packaging/web/npm/registry/");
  EXPECT_EQ(server.collection, "https://devops.shop.net/Shop");
  EXPECT_EQ(server.project, "");
  EXPECT_EQ(server.feed, "web");
}

TEST(AzureDevOpsServer, ReadsTheDefaultCollectionAlone) {
  EXPECT_EQ(found("https://tfs.shop.net/DefaultCollection\nTOKEN").collection,
            "https://tfs.shop.net/DefaultCollection");
}

TEST(AzureDevOpsServer, LeavesOutWhoCalls) {
  EXPECT_EQ(found("https://build@tfs.shop.net/Shop/_git/a TOKEN").collection,
            "https://tfs.shop.net/Shop");
}

TEST(AzureDevOpsServer, TakesTheNearest) {
  EXPECT_EQ(found("https://a.net/One/_git/a\n\n\n\nTOKEN "
                  "https://b.net/Two/_git/b")
                .collection,
            "https://b.net/Two");
}

TEST(AzureDevOpsServer, TakesNoOtherAddress) {
  for (const std::string_view text :
       {"https://dev.azure.com/contoso/x/_git/y TOKEN",
        "https://contoso.visualstudio.com/x/_git/y TOKEN",
        "https://github.com/contoso/web TOKEN",
        "http://tfs.shop.net/tfs/DefaultCollection/_git/a TOKEN",
        "https://tfs.shop.net/tfs TOKEN", "https://shop.net/_git/a TOKEN",
        "https:///Shop/_git/a TOKEN", "https:// TOKEN"}) {
    EXPECT_EQ(found(text).collection, "") << text;
  }
}

}  // namespace
}  // namespace patrol
