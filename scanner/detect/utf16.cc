#include "scanner/detect/utf16.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace patrol {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;
constexpr std::uint32_t kReplacement = 0xFFFD;

void put_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool is_high_half(std::uint16_t unit) { return (unit & 0xFC00) == 0xD800; }
bool is_low_half(std::uint16_t unit) { return (unit & 0xFC00) == 0xDC00; }

}  // namespace

Result<std::size_t> Utf16Input::read(char* to, std::size_t capacity) {
  while (handed_out_ == pending_.size()) {
    Result<bool> more = refill();
    if (!more) return more.error();
    if (!*more) return std::size_t{0};
  }
  const std::size_t size = std::min(capacity, pending_.size() - handed_out_);
  std::memcpy(to, pending_.data() + handed_out_, size);
  handed_out_ += size;
  return size;
}

// False: the source is at its end and nothing is pending.
Result<bool> Utf16Input::refill() {
  pending_.clear();
  handed_out_ = 0;
  if (at_end_) return false;
  std::array<char, kReadBytes> bytes;
  Result<std::size_t> size = source_.read(bytes.data(), bytes.size());
  if (!size) return size.error();
  std::string_view rest(bytes.data(), *size);
  if (rest.empty()) {
    at_end_ = true;
    if (high_half_ != 0) put_utf8(pending_, kReplacement);
    if (!odd_byte_.empty()) put_utf8(pending_, kReplacement);
    return !pending_.empty();
  }
  if (!odd_byte_.empty()) {
    transcode(odd_byte_ + rest.front());
    rest.remove_prefix(1);
    odd_byte_.clear();
  }
  odd_byte_ = rest.substr(rest.size() / 2 * 2);
  transcode(rest.substr(0, rest.size() / 2 * 2));
  return true;
}

void Utf16Input::transcode(std::string_view pairs) {
  const std::size_t low = order_ == ByteOrder::kLittle ? 0 : 1;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const auto first = static_cast<unsigned char>(pairs[i + low]);
    const auto second = static_cast<unsigned char>(pairs[i + 1 - low]);
    const auto unit = static_cast<std::uint16_t>(first | (second << 8));
    if (!at_start_ || unit != 0xFEFF) put_unit(unit);
    at_start_ = false;
  }
}

void Utf16Input::put_unit(std::uint16_t unit) {
  if (high_half_ != 0) {
    const std::uint16_t high = std::exchange(high_half_, std::uint16_t{0});
    if (is_low_half(unit)) {
      put_utf8(pending_, 0x10000U + ((high & 0x3FFU) << 10) + (unit & 0x3FFU));
      return;
    }
    put_utf8(pending_, kReplacement);
  }
  if (is_high_half(unit)) {
    high_half_ = unit;
  } else {
    put_utf8(pending_, is_low_half(unit) ? kReplacement : unit);
  }
}

std::uint64_t utf16_units(std::string_view utf8) {
  std::uint64_t units = 0;
  for (char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace patrol
