// UTF-16 of any content, read in pieces of any size, gives what an obvious
// decoder gives, and its length leads back to the bytes.
//
//   input   | order, sizes of reads | UTF-16 . . . . |
//           0                       1

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/memory_input.h"
#include "scanner/core/utf8.h"
#include "scanner/detect/utf16.h"
#include "tests/fuzz/require.h"
#include "tests/support/trickle.h"

namespace patrol {
namespace {

std::string transcoded(Input& source, ByteOrder order, std::size_t capacity) {
  Utf16Input input(source, order);
  std::string text;
  std::string block(capacity, '\0');
  for (;;) {
    const Result<std::size_t> size = input.read(block.data(), capacity);
    require(static_cast<bool>(size), "a source without errors gives none");
    if (*size == 0) return text;
    text.append(block, 0, *size);
  }
}

std::u16string units_of(std::string_view bytes, ByteOrder order) {
  std::u16string units;
  const std::size_t low = order == ByteOrder::kLittle ? 0 : 1;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto a = static_cast<unsigned char>(bytes[i + low]);
    const auto b = static_cast<unsigned char>(bytes[i + 1 - low]);
    units += static_cast<char16_t>(a + 256 * b);
  }
  return units;
}

std::string slowly_transcoded(std::string_view bytes, ByteOrder order) {
  std::u16string units = units_of(bytes, order);
  if (units.starts_with(u'\xFEFF')) units.erase(0, 1);
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool high = units[i] >= 0xD800 && units[i] < 0xDC00;
    const bool low = units[i] >= 0xDC00 && units[i] < 0xE000;
    const bool pair = high && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
                      units[i + 1] < 0xE000;
    if (pair) {
      append_utf8(
          0x10000U + (units[i] - 0xD800U) * 0x400U + (units[i + 1] - 0xDC00U),
          text);
      ++i;
    } else {
      append_utf8(high || low ? 0xFFFDU : units[i], text);
    }
  }
  if (bytes.size() % 2 != 0) append_utf8(0xFFFD, text);
  return text;
}

void check(std::uint8_t choice, std::string_view bytes) {
  const ByteOrder order = choice & 1 ? ByteOrder::kBig : ByteOrder::kLittle;
  MemoryInput all(bytes);
  const std::string text = transcoded(all, order, 4096);
  require(is_utf8(text), "what is given is UTF-8");
  require(text == slowly_transcoded(bytes, order),
          "an obvious decoder gives the same");
  Trickle few(bytes, 1 + (choice >> 4));
  require(transcoded(few, order, 4 + ((choice >> 1) & 7)) == text,
          "reads of any size give the same");
  const std::u16string units = units_of(bytes, order);
  const std::size_t mark = units.starts_with(u'\xFEFF') ? 2 : 0;
  require(mark + 2 * utf16_units(text) == (bytes.size() + 1) / 2 * 2,
          "the length leads back to the bytes");
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  patrol::check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
