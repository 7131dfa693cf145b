#include "scanner/verify/database_login.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace patrol {
namespace {

const std::string kPassword = std::string("9fKe") + "-x2Lq";
constexpr const char* kHost = "db.shop-nl.net";

struct Asked {
  Facts facts;
  std::string password = kPassword;
  WrittenAs written = WrittenAs::kUrl;
  std::vector<std::string> allowed = {kHost};
};

Inquiry::Step step(const Asked& asked) {
  const Subject subject{.secret = Secret(asked.password), .facts = asked.facts};
  const VerifyPolicy policy{.allowed_hosts = asked.allowed};
  return database_login_inquiry(subject, policy, asked.written)->next(nullptr);
}

// nullopt: there is a verdict at once.
std::optional<LoginRequest> login(const Asked& asked) {
  const Inquiry::Step next = step(asked);
  const auto* request = std::get_if<LoginRequest>(&next);
  return request ? std::optional(*request) : std::nullopt;
}

Verification verdict(const Asked& asked) {
  return std::get<Verification>(step(asked));
}

Facts url(const std::string& scheme, const Facts& more = {}) {
  Facts facts = {{"user", "app"}, {"host", kHost}, {"scheme", scheme}};
  facts.insert(facts.end(), more.begin(), more.end());
  return facts;
}

TEST(DatabaseLogin, KnowsWhatASchemeLeadsTo) {
  const struct {
    const char* scheme;
    LoginProtocol protocol;
    std::uint16_t port;
    LoginTls tls;
  } cases[] = {
      {"postgres", LoginProtocol::kPostgresql, 5432, LoginTls::kPrefer},
      {"POSTGRESQL", LoginProtocol::kPostgresql, 5432, LoginTls::kPrefer},
      {"postgresql+asyncpg", LoginProtocol::kPostgresql, 5432,
       LoginTls::kPrefer},
      {"mysql+pymysql", LoginProtocol::kMysql, 3306, LoginTls::kPrefer},
      {"redis", LoginProtocol::kRedis, 6379, LoginTls::kOff},
      {"rediss", LoginProtocol::kRedis, 6379, LoginTls::kVerifyHost},
      {"mongodb", LoginProtocol::kMongodb, 27017, LoginTls::kOff},
      {"amqp", LoginProtocol::kAmqp, 5672, LoginTls::kOff},
      {"amqps", LoginProtocol::kAmqp, 5671, LoginTls::kVerifyHost}};
  for (const auto& c : cases) {
    const auto request = login({.facts = url(c.scheme)});
    ASSERT_TRUE(request) << c.scheme;
    EXPECT_EQ(request->protocol, c.protocol) << c.scheme;
    EXPECT_EQ(request->port, c.port) << c.scheme;
    EXPECT_EQ(request->tls, c.tls) << c.scheme;
  }
}

TEST(DatabaseLogin, AsksNobodyOfOtherSchemes) {
  for (const char* scheme : {"https", "ftp", "mongodb+srv", "sqlserver", ""}) {
    const Verification none = verdict({.facts = url(scheme)});
    EXPECT_EQ(none.status, LiveStatus::kUnverified) << scheme;
    EXPECT_NE(none.detail, "") << scheme;
  }
}

TEST(DatabaseLogin, TellsByItsPortAStringThatHasNoScheme) {
  const auto of_port = [](const char* port) {
    return login({.facts = {{"user", "app"}, {"host", kHost}, {"port", port}},
                  .written = WrittenAs::kPlain});
  };
  EXPECT_EQ(of_port("3306")->protocol, LoginProtocol::kMysql);
  EXPECT_EQ(of_port("5432")->protocol, LoginProtocol::kPostgresql);
  EXPECT_FALSE(of_port("1433"));
  EXPECT_FALSE(of_port("7777"));
}

TEST(DatabaseLogin, AsksWhereTheUserAllowsItAlone) {
  const auto asks = [](const char* allowed, const Facts& more) {
    return login({.facts = url("postgres", more), .allowed = {allowed}})
        .has_value();
  };
  EXPECT_TRUE(asks("db.shop-nl.net", {}));
  EXPECT_TRUE(asks("db.shop-nl.net", {{"port", "5432"}}));
  EXPECT_TRUE(asks("db.shop-nl.net:5432", {}));
  EXPECT_TRUE(asks("db.shop-nl.net:5433", {{"port", "5433"}}));
  EXPECT_FALSE(asks("db.shop-nl.net", {{"port", "5433"}}));
  EXPECT_FALSE(asks("db.shop-nl.net:5433", {}));
  EXPECT_FALSE(asks("shop-nl.net", {}));
  EXPECT_FALSE(asks("", {}));
}

TEST(DatabaseLogin, AsksTheDatabaseThatKnowsTheUser) {
  const Facts named = {{"database", "shop"}, {"auth database", "staff"}};
  EXPECT_EQ(login({.facts = url("mongodb", named)})->database, "staff");
  EXPECT_EQ(login({.facts = url("mongodb", {{"database", "shop"}})})->database,
            "shop");
  EXPECT_EQ(login({.facts = url("postgres", named)})->database, "shop");
}

TEST(DatabaseLogin, ReadsWhatAUrlEncodes) {
  const auto request = login({.facts = {{"user", "a%40b"},
                                        {"host", kHost},
                                        {"scheme", "amqp"},
                                        {"database", "%2f"}},
                              .password = "x%25" + kPassword});
  EXPECT_EQ(request->user, "a@b");
  EXPECT_EQ(request->password, "x%" + kPassword);
  EXPECT_EQ(request->database, "/");
}

TEST(DatabaseLogin, TakesAStringOfNamesAsItIs) {
  const auto request = login({.facts = url("postgresql"),
                              .password = "x%25" + kPassword,
                              .written = WrittenAs::kPlain});
  EXPECT_EQ(request->password, "x%25" + kPassword);
}

TEST(DatabaseLogin, KnowsTheWordsForEncryption) {
  const auto tls = [](const char* word) {
    return login({.facts = url("postgres", {{"tls", word}})})->tls;
  };
  EXPECT_EQ(tls("disable"), LoginTls::kOff);
  EXPECT_EQ(tls("Required"), LoginTls::kRequire);
  EXPECT_EQ(tls("verify-ca"), LoginTls::kVerifyAuthority);
  EXPECT_EQ(tls("VERIFY_IDENTITY"), LoginTls::kVerifyHost);
  EXPECT_EQ(tls("anything"), LoginTls::kPrefer);
}

TEST(DatabaseLogin, WantsAUserButOfRedis) {
  EXPECT_FALSE(login({.facts = {{"host", kHost}, {"scheme", "postgres"}}}));
  EXPECT_TRUE(login({.facts = {{"host", kHost}, {"scheme", "redis"}}}));
}

TEST(DatabaseLogin, RefusesWhatALibraryWouldCut) {
  EXPECT_FALSE(
      login({.facts = url("postgres"), .password = "%00" + kPassword}));
}

}  // namespace
}  // namespace patrol
