#include "scanner/detect/connection_string.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// `text` with the secret between '|' and '|'.
std::optional<Facts> read(std::string text, bool human_chosen = false) {
  const std::uint64_t begin = text.find('|');
  text.erase(begin, 1);
  const std::uint64_t end = text.find('|');
  text.erase(end, 1);
  Rule rule;
  rule.human_chosen = human_chosen;
  return read_connection_string({text, {begin, end}, {begin, end}}, rule);
}

const std::string kKey = "|q7LrW2xT0vKd92eHs7BmZ4tRw81kQpN5cYfUa3GjXoE|";

TEST(ConnectionString, SaysWhatItOpensInAnyOrderAndCase) {
  EXPECT_EQ(read("a=\"DefaultEndpointsProtocol=https;AccountName=orders;"
                 "AccountKey=" +
                 kKey + ";BlobEndpoint=https://orders.blob.shop.net/\""),
            (Facts{{"account", "orders"}, {"host", "orders.blob.shop.net"}}));
  EXPECT_EQ(
      read("x: SharedAccessKey=" + kKey +
           ";sharedAccessKeyName=root;Endpoint=sb://o.sb.shop.net/;"
           "EntityPath=in"),
      (Facts{{"policy", "root"}, {"host", "o.sb.shop.net"}, {"entity", "in"}}));
}

TEST(ConnectionString, EndsAtQuotesAndLines) {
  EXPECT_EQ(read("AccountName=other;\nAccountKey=" + kKey + "\nHostName=h.net"),
            Facts{});
  EXPECT_EQ(read("'AccountName=other' 'AccountKey=" + kKey + "'"), Facts{});
}

TEST(ConnectionString, DropsKeysThatArePublishedOrNotRandom) {
  EXPECT_FALSE(
      read("AccountName=devstoreaccount1;AccountKey=|Eby8vdM02xNO"
           "cqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6|"));
  EXPECT_FALSE(read("AccountKey=|" + std::string(43, 'A') + "|"));
}

TEST(ConnectionString, WantsALoginAroundAPassword) {
  const std::string rest = ";Password=|9fKe-x2Lq.Tv7|";
  EXPECT_EQ(read("Server=tcp:db.shop.net,1433;User ID=app" + rest, true),
            (Facts{{"host", "db.shop.net"},
                   {"port", "1433"},
                   {"scheme", "sqlserver"},
                   {"user", "app"}}));
  EXPECT_EQ(read("Data Source=db.shop.net;Initial Catalog=crm" + rest, true),
            (Facts{{"host", "db.shop.net"},
                   {"scheme", "sqlserver"},
                   {"database", "crm"}}));
  EXPECT_EQ(
      read("Host=db.shop.net;Port=5433;SSL Mode=Require;Username=app" + rest,
           true),
      (Facts{{"host", "db.shop.net"},
             {"port", "5433"},
             {"tls", "Require"},
             {"scheme", "postgresql"},
             {"user", "app"}}));
  EXPECT_FALSE(read("User ID=app" + rest, true));
  EXPECT_FALSE(read("Server=db.shop.net" + rest, true));
  EXPECT_FALSE(read("Server=localhost;User ID=app" + rest, true));
  EXPECT_FALSE(
      read("Server=db.shop.net;User ID=sa;Password=|Pass@word1|", true));
}

TEST(ConnectionString, LooksNoFurtherThanAStatement) {
  const std::string far(kStatementBytes, 'x');
  EXPECT_EQ(read("AccountName=orders;a=" + far + ";AccountKey=" + kKey +
                 ";a=" + far + ";EntityPath=in"),
            Facts{});
}

}  // namespace
}  // namespace patrol
