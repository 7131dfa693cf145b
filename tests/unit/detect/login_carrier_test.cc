#include "scanner/detect/login_carrier.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// What `read` says of "9fKe-x2Lq", which stands for PW in `text`.
Facts facts_of(void (*read)(const Place&, Facts&), std::string text) {
  const std::string password = std::string("9fKe") + "-x2Lq";
  const std::size_t at = text.find("PW");
  text.replace(at, 2, password);
  Facts facts;
  read({text, {at, at + password.size()}, nullptr}, facts);
  return facts;
}

TEST(UrlCarrier, SaysWhatTheUrlLeadsTo) {
  EXPECT_EQ(facts_of(read_url_carrier, "u=mysql://app:PW@db.shop.net:3307/o"),
            (Facts{{"user", "app"},
                   {"host", "db.shop.net"},
                   {"scheme", "mysql"},
                   {"port", "3307"},
                   {"database", "o"}}));
}

TEST(UrlCarrier, SaysNothingOutsideOfALogin) {
  for (const char* text :
       {"PW", "x=PW@db.shop.net", "https://shop.net/a:PW@db.shop.net",
        "https://app:PW", "https://shop.net x:PW@db.shop.net"}) {
    EXPECT_EQ(facts_of(read_url_carrier, text), Facts{}) << text;
  }
}

TEST(PgpassCarrier, ReadsItsLine) {
  EXPECT_EQ(
      facts_of(read_pgpass_carrier, "# prod\ndb.shop.net:5432:orders:app:PW\n"),
      (Facts{{"host", "db.shop.net"},
             {"port", "5432"},
             {"database", "orders"},
             {"user", "app"},
             {"scheme", "postgresql"}}));
}

TEST(PgpassCarrier, OfAllDatabasesNamesNone) {
  EXPECT_EQ(facts_of(read_pgpass_carrier, "db.shop.net:5432:*:app:PW"),
            (Facts{{"host", "db.shop.net"},
                   {"port", "5432"},
                   {"user", "app"},
                   {"scheme", "postgresql"}}));
}

}  // namespace
}  // namespace patrol
