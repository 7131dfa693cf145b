#include "scanner/detect/login.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "scanner/core/codec.h"
#include "scanner/detect/password.h"
#include "tests/support/tokens.h"

namespace patrol {
namespace {

// Put together here, so that no line of this file is a leak.
const std::string kPassword = std::string("9fKe") + "-x2Lq";

// Reads the login of the first "://user:password@" of `text`, in which "PW" is
// kPassword.
std::optional<Facts> url(std::string text) {
  if (const auto pw = text.find("PW"); pw != text.npos) {
    text.replace(pw, 2, kPassword);
  }
  const std::uint64_t mark = text.find("://");
  const std::uint64_t at = text.find('@');
  const std::uint64_t colon = text.rfind(':', at);
  return read_url_login({text, {mark, at + 2}, {colon + 1, at}}, Rule{});
}

TEST(UrlLogin, SaysWhoseItIs) {
  EXPECT_EQ(url("X=jdbc:postgres://app:PW@db.shop-nl.net:5432/orders"),
            (Facts{{"user", "app"},
                   {"host", "db.shop-nl.net"},
                   {"scheme", "postgres"},
                   {"port", "5432"},
                   {"database", "orders"}}));
  EXPECT_EQ(url("redis://:PW@cache.shop-nl.net"),
            (Facts{{"host", "cache.shop-nl.net"}, {"scheme", "redis"}}));
}

TEST(UrlLogin, OfADatabaseSaysHowItIsEncrypted) {
  EXPECT_EQ(
      url("mysql+pymysql://app:PW@db.shop-nl.net/a?x=1&ssl_mode=REQUIRED' "),
      (Facts{{"user", "app"},
             {"host", "db.shop-nl.net"},
             {"scheme", "mysql+pymysql"},
             {"database", "a"},
             {"tls", "REQUIRED"}}));
}

TEST(UrlLogin, OfAWebsiteHasNoDatabase) {
  EXPECT_EQ(url("https://app:PW@nexus.shop-nl.net:8443/repository?ssl=1"),
            (Facts{{"user", "app"},
                   {"host", "nexus.shop-nl.net"},
                   {"scheme", "https"}}));
}

TEST(UrlLogin, ReadsWhatIsCutOrBroken) {
  for (const char* rest : {"", ":", ":/", "/", "?", "/?", ":x/", "/?ssl", "?&",
                           "/?sslmode=a/b", ":5432\"", "/\n/orders"}) {
    const auto facts = url("redis://app:PW@db.shop-nl.net" + std::string(rest));
    ASSERT_TRUE(facts) << rest;
    for (const auto& [name, value] : *facts) {
      EXPECT_TRUE(name != "database" && name != "tls") << rest;
    }
  }
}

TEST(UrlLogin, ReadsWhichDatabaseKnowsTheUser) {
  const auto facts = url(
      "mongodb://app:PW@db.shop-nl.net/shop?authSource=staff&tls=true&tls=x");
  ASSERT_TRUE(facts);
  const Facts::value_type knows{"auth database", "staff"};
  const Facts::value_type tls{"tls", "true"};
  EXPECT_EQ(std::ranges::count(*facts, knows), 1);
  EXPECT_EQ(std::ranges::count(*facts, tls), 1);
}

TEST(UrlLogin, IsNoneOnNobodysHost) {
  for (const char* host :
       {"localhost", "127.0.0.1", "db", "www.example.com", "example.org",
        "a.test", "192.168.0.7", "api.contoso.com", "host.internal"}) {
    EXPECT_FALSE(url(std::string("https://app:PW@") + host + "/x")) << host;
  }
  EXPECT_TRUE(url("https://app:PW@db.shop-nl.net/x"));
}

TEST(UrlLogin, ReadsThePasswordAsItIsMeant) {
  EXPECT_FALSE(url("https://app:not%2Dreal@db.shop-nl.net"));
  EXPECT_FALSE(url("https://app:%24%7BPASS%7D@db.shop-nl.net"));
}

TEST(BasicLogin, SaysTheUser) {
  EXPECT_EQ(read_basic_login(encode_base64("app:" + kPassword), Rule{}),
            (Facts{{"user", "app"}}));
  EXPECT_EQ(read_basic_login(encode_base64(":" + kPassword), Rule{}), Facts{});
  EXPECT_EQ(read_basic_login(encode_base64(kPassword + ":"), Rule{}), Facts{});
}

TEST(BasicLogin, IsNoneWhereTheTextIsNoLogin) {
  for (const char* text :
       {"9fKe-x2Lq", "user:password", "app:\x01\x02\x03\x04\x05\x06",
        "app:9fKe\xFF-x2Lq", "s6BhdRkqt3:gX1fBat3bV"}) {
    EXPECT_FALSE(read_basic_login(encode_base64(text), Rule{})) << text;
  }
  EXPECT_FALSE(read_basic_login("not base64!", Rule{}));
}

bool is_doubtful(const std::string& login, const std::string& after) {
  const std::string secret = encode_base64(login);
  const std::string text = secret + after;
  const Span span{0, secret.size()};
  return is_doubtful_login({text, span, span});
}

TEST(BasicLogin, IsDoubtfulWhereThePasswordIsOneShortWord) {
  for (const char* login :
       {"tobi:ferret", "tobi:ferret:ferret", "app:Monkey", "smith:doggy"}) {
    EXPECT_TRUE(is_doubtful(login, "")) << login;
  }
  for (const char* login :
       {"app:9fKe-x2Lq", "app:ferret7", "app:fERReT", "app:zxcvbrtq",
        "app:correcthorse", "app:ferret:weasel"}) {
    EXPECT_FALSE(is_doubtful(login, "")) << login;
  }
}

TEST(BasicLogin, IsDoubtfulInARequestToNobody) {
  EXPECT_TRUE(is_doubtful("app:" + kPassword, "\nHost: 127.0.0.1:80\n"));
  EXPECT_FALSE(is_doubtful("app:" + kPassword, "\nHost: api.shop-nl.net\n"));
}

TEST(SamplePassword, IsTheUserWithOneWordChanged) {
  EXPECT_TRUE(is_sample_password("pass@host", "user@host"));
  EXPECT_FALSE(is_sample_password("9fKe-x2Lq@host", "user@host"));
  EXPECT_FALSE(is_sample_password("9fKe@x2Lq", "user@host"));
}

TEST(SamplePassword, IsACallOfAFunction) {
  EXPECT_TRUE(is_sample_password("os.getenv(", ""));
  EXPECT_TRUE(is_sample_password("config.get_password()", ""));
  EXPECT_FALSE(is_sample_password("gewitter(7", ""));
  EXPECT_FALSE(is_sample_password("sturm7(", ""));
}

TEST(SamplePassword, IsASampleTwice) {
  EXPECT_TRUE(is_sample_password("secret:secret", ""));
  EXPECT_TRUE(is_sample_password("abcd:abcd", ""));
  EXPECT_FALSE(is_sample_password("nKq8L:nKq8L", ""));
  EXPECT_FALSE(is_sample_password("weasel:nKq8Lw", ""));
}

TEST(SamplePassword, IsReadThroughDigitsForLetters) {
  for (const char* password :
       {"P4$$w0rd", "5up3r53cr37", "@dm1n1str4t0r", "t3st1ng", "w3lc0me1"}) {
    EXPECT_TRUE(is_sample_password(password, "")) << password;
  }
}

// Of passwords drawn at random: letters of both cases and digits.
TEST(SamplePassword, IsHardlyEverDrawn) {
  std::mt19937 random(11);
  for (std::size_t length : {8U, 12U, 16U}) {
    int samples = 0;
    for (int i = 0; i < 20000; ++i) {
      samples += is_sample_password(drawn(random, kBase62, length), "app");
    }
    RecordProperty(std::to_string(length), samples);
    EXPECT_LE(samples, 4) << length;
  }
}

TEST(SamplePassword, IsKnown) {
  for (const char* password : {"password",
                               "Passw0rd!",
                               "P@ssw0rd123",
                               "Pass@word1",
                               "changeme",
                               "${DB_PASS}",
                               "$DB_PASS",
                               "%DB_PASS%",
                               "<password>",
                               "{password}",
                               "****",
                               "xxxxxxx",
                               "secret",
                               "admin123",
                               "mytestpass",
                               "DB_PASSWORD",
                               "config.password",
                               "postgres",
                               "yourStrong(!)Password",
                               "1234567",
                               "hunter2",
                               "test",
                               "[PASSWORD]",
                               "supersecret"}) {
    EXPECT_TRUE(is_sample_password(password, "")) << password;
  }
  EXPECT_TRUE(is_sample_password("Harold99", "harold99"));
}

TEST(SamplePassword, IsNotWhatSomebodyChose) {
  for (const char* password : {"9fKe-x2Lq", "mZ4!tRw81kQp", "Sommer-Gewitter7",
                               "correcthorse", "nKq8Lw2z", "tr0ub4dor&3"}) {
    EXPECT_FALSE(is_sample_password(password, "app")) << password;
  }
}

TEST(SamplePassword, IsAWordWithASignInIt) {
  EXPECT_TRUE(is_sample_password("pa?sword", "app"));
  EXPECT_TRUE(is_sample_password("notsosecret", "app"));
  EXPECT_FALSE(is_sample_password("wq?zkord", "app"));
}

TEST(PlainPassword, IsNoAddressAndNotCut) {
  const Rule rule{};
  const std::string value = "mZ4t!Rw81kQp2";
  EXPECT_TRUE(read_plain_password(value, rule));
  EXPECT_FALSE(read_plain_password("https://db7.shop-nl.net/x2", rule));
  EXPECT_FALSE(read_plain_password("mZ4t...", rule));
  EXPECT_FALSE(read_plain_password("mZ4t*******2", rule));
}

}  // namespace
}  // namespace patrol
