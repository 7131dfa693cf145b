#include "scanner/network/proxy.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace patrol {
namespace {

using Variables = std::map<std::string, std::string>;

std::string proxy_of(const std::string& host, const Variables& variables) {
  return proxy_for(host, [&](const char* name) {
    const auto at = variables.find(name);
    return at == variables.end() ? "" : at->second;
  });
}

TEST(Proxy, IsNoneWhereNothingIsSet) {
  EXPECT_EQ(proxy_of("api.github.com", {}), "");
  EXPECT_EQ(proxy_of("api.github.com", {{"HTTP_PROXY", "http://p"}}), "");
}

TEST(Proxy, IsThatOfHttpsBeforeThatOfAll) {
  EXPECT_EQ(proxy_of("h", {{"HTTPS_PROXY", "a"}, {"ALL_PROXY", "b"}}), "a");
  EXPECT_EQ(proxy_of("h", {{"https_proxy", "a"}}), "a");
  EXPECT_EQ(proxy_of("h", {{"all_proxy", "b"}}), "b");
}

TEST(Proxy, IsNotAskedForHostsThatAreExcepted) {
  const auto is_direct = [](const std::string& host, const std::string& list) {
    return proxy_of(host, {{"HTTPS_PROXY", "a"}, {"NO_PROXY", list}}).empty();
  };
  EXPECT_TRUE(is_direct("git.example.org", "*"));
  EXPECT_TRUE(is_direct("git.example.org", "localhost, .example.org"));
  EXPECT_TRUE(is_direct("git.example.org", "example.org"));
  EXPECT_TRUE(is_direct("GIT.Example.org", "git.example.ORG"));
  EXPECT_FALSE(is_direct("evilexample.org", "example.org"));
  EXPECT_FALSE(is_direct("git.example.org", ""));
  EXPECT_FALSE(is_direct("git.example.org", ", ,."));
}

}  // namespace
}  // namespace patrol
