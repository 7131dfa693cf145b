#include "scanner/report/json_pieces.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

using Objects = std::vector<std::string_view>;

TEST(JsonPieces, AreTheFindings) {
  const auto pieces = cut_json(
      R"({"schema": "x", "findings": [ {"a": 1}, {"b": {"c": []}} ]})");
  ASSERT_TRUE(pieces);
  EXPECT_FALSE(pieces->is_stream);
  EXPECT_EQ(pieces->objects, (Objects{R"({"a": 1})", R"({"b": {"c": []}})"}));
  EXPECT_EQ(pieces->frame, R"({"schema": "x", "findings": [ 0, 0 ]})");
}

TEST(JsonPieces, LeaveOtherArraysInTheFrame) {
  const std::string text =
      R"({"scan": {"findings": [{}]}, "others": [{}], "findings": []})";
  const auto pieces = cut_json(text);
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->frame, text);
}

TEST(JsonPieces, AreNotCutWithinStrings) {
  const auto pieces = cut_json(R"({"findings": [{"a": "}]\"}]{\\"}]})");
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->objects, (Objects{R"({"a": "}]\"}]{\\"})"}));
}

TEST(JsonPieces, AreTheLinesOfAStream) {
  const auto pieces = cut_json("{\"type\":\"scan\"}\n\n{\"a\":1}\n{\"b");
  ASSERT_TRUE(pieces);
  EXPECT_TRUE(pieces->is_stream);
  EXPECT_EQ(pieces->objects,
            (Objects{"{\"type\":\"scan\"}", "{\"a\":1}", "{\"b"}));
}

TEST(JsonPieces, OfNestedTextAreNone) {
  for (const std::string& deep :
       {std::string(100'000, '['), "{\"findings\":[" + std::string(99, '{'),
        "{\"type\":\"scan\"}\n" + std::string(17, '[')}) {
    const auto pieces = cut_json(deep);
    ASSERT_FALSE(pieces);
    EXPECT_EQ(pieces.error().message, "is nested too deep");
  }
}

TEST(JsonPieces, OfAThousandKeysAreNone) {
  std::string text = "{\"findings\":[{";
  for (int i = 0; i < 1000; ++i) text += '"' + std::to_string(i) + "\":0,";
  const auto pieces = cut_json(text);
  ASSERT_FALSE(pieces);
  EXPECT_EQ(pieces.error().message, "has an object of too many keys");
}

TEST(JsonPieces, OfWhatIsNoJsonAreSomething) {
  for (const char* text : {"", "]", "}}}", "\"", "\"\\", "{\"findings\":[{",
                           "{\"findings\":[}", "x", "[{]}"}) {
    EXPECT_TRUE(cut_json(text)) << text;
  }
}

}  // namespace
}  // namespace patrol
