#include "scanner/detect/json_token.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

std::optional<Facts> read(const std::string& token) {
  return read_json_token(token, Rule{});
}

TEST(JsonToken, ReadsGrafanaCloud) {
  const std::string json =
      R"({"o":"417","n":"ci","k":"secret","m":{"r":"eu"}})";
  EXPECT_EQ(read("glc_" + encode_base64(json)),
            (Facts{{"organization", "417"}, {"name", "ci"}}));
}

TEST(JsonToken, ReadsGrafanasOldKeys) {
  EXPECT_EQ(read(encode_base64(R"({"k":"secret","n":"ci","id":1})")),
            (Facts{{"name", "ci"}}));
}

TEST(JsonToken, ReadsSentry) {
  const std::string json =
      R"({"iat":1795464000.25,"url":"https://contoso.example",)"
      R"("region_url":"https://de.contoso.example","org":"contoso"})";
  EXPECT_EQ(read("sntrys_" + encode_base64(json) + "_secret"),
            (Facts{{"organization", "contoso"},
                   {"url", "https://contoso.example"},
                   {"issued", "2026-11-23T20:00:00Z"}}));
}

TEST(JsonToken, ReadsCloudflareTunnels) {
  EXPECT_EQ(read(encode_base64(R"({"a":"account","t":"tunnel","s":"secret"})")),
            (Facts{{"account", "account"}, {"tunnel", "tunnel"}}));
}

TEST(JsonToken, NeedsTheSecret) {
  EXPECT_FALSE(read("glc_" + encode_base64(R"({"o":"417","n":"ci"})")));
  EXPECT_FALSE(read(encode_base64(R"({"a":"account","t":"tunnel"})")));
}

TEST(JsonToken, RefusesOtherKindsAndOtherText) {
  EXPECT_FALSE(read("glx_" + encode_base64(R"({"k":"secret"})")));
  EXPECT_FALSE(read("glc_" + encode_base64(R"(["k"])")));
  EXPECT_FALSE(read("glc_" + encode_base64(R"({"k":)")));
  EXPECT_FALSE(read("glc_!"));
}

}  // namespace
}  // namespace patrol
