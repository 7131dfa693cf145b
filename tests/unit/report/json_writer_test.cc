#include "scanner/report/json_writer.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace patrol {
namespace {

// {"t": text}
std::string with_text(const std::string& text, JsonLook look = {}) {
  std::ostringstream out;
  JsonWriter json(out, look);
  json.object([&] { json.text("t", text); });
  return out.str();
}

TEST(JsonWriter, LaysOutAsItsHeaderShows) {
  std::ostringstream out;
  JsonWriter json(out);
  json.object([&] {
    json.text("name", "patrol");
    json.array("tags", [&] { json.text("a"); });
  });
  EXPECT_EQ(out.str(),
            "{\n  \"name\": \"patrol\",\n  \"tags\": [\n    \"a\"\n  ]\n}\n");
}

TEST(JsonWriter, ClosesWhatIsEmptyInTheSameLine) {
  std::ostringstream out;
  JsonWriter json(out);
  json.array([&] {
    json.object([] {});
    json.array([] {});
  });
  EXPECT_EQ(out.str(), "[\n  {},\n  []\n]\n");
}

TEST(JsonWriter, WritesNumbersAsTheyAre) {
  std::ostringstream out;
  JsonWriter json(out, {.indent = 0});
  json.object([&] {
    json.number("most", UINT64_MAX);
    json.number("half", 3.5F);
    json.number("whole", 4.0F);
    json.boolean("yes", true);
  });
  EXPECT_EQ(out.str(),
            "{\n\"most\": 18446744073709551615,\n\"half\": 3.5,\n\"whole\": "
            "4,\n\"yes\": true\n}\n");
}

TEST(JsonWriter, GivesBackEveryTextThatIsUtf8) {
  std::string text;
  for (char c = 1; c < 0x7F; ++c) text += c;
  text += "\x7f \xc2\x9b \xe2\x80\xae \xf0\x9f\x98\x80 \xf3\xa0\x81\x81 ##[x]";
  for (const bool escape_html : {false, true}) {
    const auto json = nlohmann::json::parse(
        with_text(text, {.indent = 2, .escape_html = escape_html}));
    EXPECT_EQ(json["t"], text);
  }
}

TEST(JsonWriter, ReplacesWhatIsNoUtf8) {
  const auto json = nlohmann::json::parse(with_text("a\xff\xc3(\xed\xa0\x80"));
  EXPECT_EQ(json["t"],
            "a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(JsonWriter, EscapesWhatHidesOrCommands) {
  EXPECT_NE(with_text("\xe2\x80\xae").find("\\u202e"), std::string::npos);
  EXPECT_NE(with_text("##vso[x]").find("#\\u0023vso[x]"), std::string::npos);
}

TEST(JsonWriter, EscapesHtmlWhereThatIsAsked) {
  EXPECT_NE(with_text("<a>&").find("<a>&"), std::string::npos);
  EXPECT_NE(with_text("<a>&", {.indent = 1, .escape_html = true})
                .find("\\u003ca\\u003e\\u0026"),
            std::string::npos);
}

}  // namespace
}  // namespace patrol
