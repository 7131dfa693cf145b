#include "scanner/detect/sample_host.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(SampleHost, IsReservedWhereNobodyCanRegisterIt) {
  for (const char* host :
       {"example.com", "WWW.Example.ORG", "esxi1.test", "db.example",
        "a.b.invalid", "example.slack.com", "api.example.dev"}) {
    EXPECT_TRUE(is_reserved_host(host)) << host;
    EXPECT_TRUE(is_sample_host(host)) << host;
  }
}

TEST(SampleHost, IsNotReservedWhereOnlyAWordIsAlike) {
  for (const char* host :
       {"", "test", "example", "localhost", "10.1.2.3", "127.0.0.1",
        "myexample.com", "example.json", "com.example.app", "latest",
        "db.latest", "contoso.com", "example.company.de"}) {
    EXPECT_FALSE(is_reserved_host(host)) << host;
  }
}

TEST(SampleHost, IsNobodysInManualsAndOnTheReadersMachine) {
  for (const char* host : {"localhost", "app.localhost", "127.0.0.1",
                           "weird.site.com", "203.0.113.9", "example.net"}) {
    EXPECT_TRUE(is_nobodys_host(host)) << host;
  }
  for (const char* host : {"db", "10.1.2.3", "nas.local", "192.168.0.7",
                           "shop-nl.net", "mysite.company"}) {
    EXPECT_FALSE(is_nobodys_host(host)) << host;
  }
}

TEST(SampleHost, IsASampleWhereAnOutsiderCannotReachIt) {
  for (const char* host : {"db", "10.1.2.3", "nas.local", "192.168.0.7",
                           "host.internal", "your-host-here.shop-nl.net"}) {
    EXPECT_TRUE(is_sample_host(host)) << host;
  }
  EXPECT_FALSE(is_sample_host("db.shop-nl.net"));
}

}  // namespace
}  // namespace patrol
