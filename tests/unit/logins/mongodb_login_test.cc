#include "scanner/logins/mongodb_login.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

std::string number(std::uint32_t value) {
  std::string out;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(value >> shift & 0xFF);
  }
  return out;
}

// Whatever `elements` are, as a message.
std::string message(const std::string& elements) {
  const std::string body =
      number(static_cast<std::uint32_t>(elements.size()) + 5) + elements + '\0';
  return number(static_cast<std::uint32_t>(body.size()) + 21) + number(7) +
         number(1) + number(2013) + std::string(5, '\0') + body;
}

const std::string kOk =
    std::string("\x01ok\0", 4) + std::string("\0\0\0\0\0\0\xF0\x3F", 8);  // 1.0
const std::string kCode = std::string(
                              "\x10"
                              "code\0",
                              6) +
                          number(18);

TEST(MongoAnswer, IsReadWhole) {
  std::string bytes =
      message(std::string("\x10") + std::string("conversationId\0", 15) +
              number(9) + std::string("\x05payload\0", 9) + number(3) +
              std::string("\0v=x", 4) + kOk);
  const auto answer = take_mongo_answer(bytes);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->is_ok);
  EXPECT_EQ(answer->conversation, 9);
  EXPECT_EQ(answer->payload, "v=x");
  EXPECT_EQ(bytes, "");
}

TEST(MongoAnswer, TellsARefusal) {
  std::string bytes = message(std::string("\x02"
                                          "errmsg\0",
                                          8) +
                              number(3) + std::string("no\0", 3) + kCode);
  const auto answer = take_mongo_answer(bytes);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->is_ok);
  EXPECT_EQ(answer->code, 18);
}

TEST(MongoAnswer, StepsOverDocumentsWithin) {
  std::string bytes = message(std::string("\x03in\0", 4) + number(5) +
                              std::string(1, '\0') + kCode);
  EXPECT_EQ(take_mongo_answer(bytes)->code, 18);
}

TEST(MongoAnswer, IsWaitedForUntilItIsThere) {
  const std::string whole = message(kOk);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string part = whole.substr(0, size);
    EXPECT_FALSE(take_mongo_answer(part)) << size;
  }
}

TEST(MongoAnswer, OfAnotherServerIsNone) {
  std::string http = "HTTP/1.1 400 Bad Request\r\n\r\n";
  const auto answer = take_mongo_answer(http);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->is_ok);
  EXPECT_EQ(answer->code, 0);
}

TEST(MongoAnswer, MayEndAnywhere) {
  const std::string whole =
      std::string("\x05payload\0", 9) + number(3) + std::string("\0v=x", 4);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string bytes = message(whole.substr(0, size));
    const auto answer = take_mongo_answer(bytes);
    ASSERT_TRUE(answer) << size;
    EXPECT_FALSE(answer->is_ok);
  }
}

TEST(MongoAnswer, WithSizesThatAreNoneIsNone) {
  for (const std::uint32_t size : {0xFFFFFFFFu, 0x7FFFFFFFu, 100u}) {
    std::string bytes = message(std::string("\x02x\0", 3) + number(size) + kOk);
    EXPECT_FALSE(take_mongo_answer(bytes)->is_ok) << size;
  }
}

}  // namespace
}  // namespace patrol
