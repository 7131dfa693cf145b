#include "scanner/detect/pkcs12.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

// A store of `size` bytes, as far as its head tells.
std::string store(std::size_t size) {
  std::string bytes = "\x30\x82";
  bytes += static_cast<char>((size - 4) >> 8);
  bytes += static_cast<char>((size - 4) & 0xFF);
  bytes += "\x02\x01\x03\x30\x82";
  bytes.resize(size, 'x');
  return encode_base64(bytes);
}

TEST(Pkcs12, IsAsLongAsItSays) {
  const std::string whole = store(600);
  EXPECT_TRUE(read_pkcs12(whole, Rule{}));
  EXPECT_FALSE(read_pkcs12(whole.substr(0, 796), Rule{}));
  EXPECT_FALSE(read_pkcs12(whole + "AAAA", Rule{}));
}

TEST(Pkcs12, MayBeWrapped) {
  const std::string whole = store(600);
  for (const char* end : {"\n", "\r\n  ", "\\n", "\\r\\n"}) {
    std::string wrapped = whole;
    wrapped.insert(400, end).insert(64, end);
    EXPECT_TRUE(read_pkcs12(wrapped + end, Rule{})) << end;
  }
}

}  // namespace
}  // namespace patrol
