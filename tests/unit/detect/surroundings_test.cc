#include "scanner/detect/surroundings.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

constexpr std::string_view kSecret = "SECRET";

// `ask` of the first kSecret in `text`.
bool asked(bool (*ask)(const Matched&), const std::string& text) {
  const std::uint64_t at = text.find(kSecret);
  const Span span{at, at + kSecret.size()};
  return ask({text, span, span});
}

bool to_nobody(const std::string& text) {
  return asked(is_request_to_nobody, text);
}
bool beside_reserved(const std::string& text) {
  return asked(is_in_block_of_reserved_host, text);
}
bool beside_example(const std::string& text) {
  return asked(is_in_block_of_example_id, text);
}
bool mock(const std::string& text) { return asked(is_called_mock, text); }

const std::string kHeader = "Authorization: Basic SECRET";

TEST(RequestToNobody, NamesHostsThatAreNobodys) {
  for (const char* line :
       {"Host: 127.0.0.1:8999", "host: www.example.com",
        "GET http://somewhere.example/9 HTTP/1.1", "Host: localhost",
        "Host: %HOSTIP:%HTTPPORT", "Host: machine.%NUMBER:80",
        "'Host': 'api.example.org',", "\"host\": \"a.test\",",
        "'Host', '{{host}}'", "curl http://user@localhost:3000/x"}) {
    EXPECT_TRUE(to_nobody(std::string(line) + "\n" + kHeader)) << line;
    EXPECT_TRUE(to_nobody(kHeader + "\r\nAccept: */*\r\n" + line)) << line;
  }
}

TEST(RequestToNobody, NamesNoRealHost) {
  for (const char* line :
       {"Host: api.shop-nl.net", "curl https://api.shop-nl.net/x",
        "X-Forwarded-Host: localhost", "curl https://${HOST}/x",
        "f\"https://{host}/\"", "Host:", "Accept: */*", "Host: db:8080"}) {
    EXPECT_FALSE(to_nobody(std::string(line) + "\n" + kHeader)) << line;
  }
  EXPECT_FALSE(
      to_nobody("http://example.com/\n" + kHeader + "\nHost: api.shop-nl.net"));
}

TEST(RequestToNobody, EndsAtAnEmptyLine) {
  EXPECT_FALSE(to_nobody("Host: localhost\r\n\r\n" + kHeader));
  EXPECT_FALSE(to_nobody(kHeader + "\n  \nHost: localhost\n"));
}

TEST(ExampleIdInBlock, IsMadeUpByAManual) {
  for (const char* line :
       {"\"UserId\": \"ACCAEXAMPLE123EXAMPLE\"", "id=ABCDE12345670EXAMPLE",
        "arn:aws:iam::123456789012:user/x", "account: 111122223333"}) {
    EXPECT_TRUE(beside_example(std::string(line) + "\npassword=SECRET"))
        << line;
    EXPECT_TRUE(beside_example("password=SECRET\n\n" + std::string(line)));
    EXPECT_FALSE(
        beside_example("password=SECRET\n\n\n\n\n" + std::string(line)));
  }
}

TEST(ExampleIdInBlock, IsNoWordOfAProgram) {
  for (const char* line :
       {"# EXAMPLE", "MY_EXAMPLE_VALUE_1", "EXAMPLE1234", "db.example.com",
        "id = 1234567890123", "phone: 12345678901", "AKIAIOSFODNN7Example"}) {
    EXPECT_FALSE(beside_example(std::string(line) + "\npassword=SECRET"))
        << line;
  }
}

TEST(ReservedHostInBlock, StandsAsAValue) {
  for (const char* line :
       {"esxi1_hostname=esxi1.test", "  zone: \"example.org\"",
        "domain=example.slack.com", "url = 'https://www.example.com/a'",
        "<url>http://db.example/x</url>", "Server: db.invalid"}) {
    EXPECT_TRUE(beside_reserved(std::string(line) + "\nkey: SECRET")) << line;
    EXPECT_TRUE(beside_reserved("key: SECRET\na\nb\nc\n" + std::string(line)))
        << line;
  }
}

TEST(ReservedHostInBlock, IsNoLookAlike) {
  for (const char* line :
       {"ok = regex.test(value)", "if (re.test(x)) {", "cp .env.example .env",
        "file = \".env.example\"", "cp config.example config",
        "applicationId \"com.example.shop\"", "mail: admin@example.com",
        "url: http://localhost:3000", "host: 10.1.2.3", "# http://example.com/",
        "// see \"https://example.com\"", " * url: example.org",
        "read \"example.json\"", "host: db.shop-nl.net"}) {
    EXPECT_FALSE(beside_reserved(std::string(line) + "\nkey: SECRET")) << line;
  }
}

TEST(ReservedHostInBlock, StandsNear) {
  EXPECT_FALSE(beside_reserved("url: http://example.com/\n1\n2\n3\n4\nSECRET"));
  EXPECT_FALSE(beside_reserved("url: http://example.com/" +
                               std::string(400, ' ') + "SECRET"));
}

TEST(CalledMock, InTheNameOrInTheStatement) {
  for (const char* text :
       {"const MOCK_SAS_URL = \"https://orders.file.core/x?SECRET",
        "fakeConnection = 'Endpoint=sb://o.servicebus/;Key=SECRET",
        "{\"dummy-key\": \"AccountName=o;AccountKey=SECRET",
        "url = \"https://mockFileShare.file.core/x?SECRET",
        "CONN=AccountName=fakeaccount;AccountKey=SECRET",
        "myMockUrl = \"?SECRET"}) {
    EXPECT_TRUE(mock(text)) << text;
  }
}

TEST(CalledMock, IsAWordOfItsOwn) {
  for (const char* text :
       {"hammock = \"AccountName=o;AccountKey=SECRET",
        "mock(); url = \"https://orders.file.core/x?SECRET",
        "// fake\nCONN=AccountName=o;AccountKey=SECRET",
        "sample: \"Endpoint=sb://o.servicebus/;Key=SECRET", "SECRET"}) {
    EXPECT_FALSE(mock(text)) << text;
  }
}

}  // namespace
}  // namespace patrol
