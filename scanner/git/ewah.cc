#include "scanner/git/ewah.h"

#include <cstdint>

#include "scanner/git/big_endian.h"

namespace patrol {
namespace {

constexpr std::size_t kWordBytes = 8;
constexpr std::size_t kWordBits = 64;
constexpr std::uint64_t kRunMask = 0xFFFFFFFF;

// Takes words and puts bits.
class Unpacker {
 public:
  Unpacker(std::string_view words, std::size_t size)
      : words_(words), bits_(size) {}

  bool unpack() {
    while (!words_.empty()) {
      const std::uint64_t marker = take_word();
      const std::uint64_t run = marker >> 1 & kRunMask;
      if (!put_run((marker & 1) != 0, run)) return false;
      const std::uint64_t literals = marker >> 33;
      if (literals > words_.size() / kWordBytes) return false;
      for (std::uint64_t i = 0; i < literals; ++i) {
        if (!put_word(take_word())) return false;
      }
    }
    return true;
  }

  std::vector<bool> take() { return std::move(bits_); }

 private:
  std::uint64_t take_word() {
    const std::uint64_t word = big_endian_64(words_, 0);
    words_.remove_prefix(kWordBytes);
    return word;
  }

  // Runs of zeros may pass the end; they say nothing there.
  bool put_run(bool value, std::uint64_t words) {
    if (!value) {
      at_ += words * kWordBits;
      return true;
    }
    for (std::uint64_t i = 0; i < words; ++i) {
      if (!put_word(~std::uint64_t{0})) return false;
    }
    return true;
  }

  bool put_word(std::uint64_t word) {
    for (; word != 0; word &= word - 1) {
      const std::uint64_t bit =
          at_ + static_cast<std::uint64_t>(__builtin_ctzll(word));
      if (bit >= bits_.size()) return false;
      bits_[bit] = true;
    }
    at_ += kWordBits;
    return true;
  }

  std::string_view words_;
  std::vector<bool> bits_;
  std::uint64_t at_ = 0;  // of the next word's first bit
};

}  // namespace

std::optional<std::vector<bool>> take_ewah(std::string_view& bytes,
                                           std::size_t most) {
  constexpr std::size_t kSizes = 8;
  constexpr std::size_t kLastMarker = 4;
  if (bytes.size() < kSizes + kLastMarker) return std::nullopt;
  const std::size_t size = big_endian_32(bytes, 0);
  const std::uint64_t words =
      std::uint64_t{big_endian_32(bytes, 4)} * kWordBytes;
  bytes.remove_prefix(kSizes);
  if (size > most || words + kLastMarker > bytes.size()) return std::nullopt;
  Unpacker unpacker(bytes.substr(0, words), size);
  if (!unpacker.unpack()) return std::nullopt;
  bytes.remove_prefix(words + kLastMarker);
  return unpacker.take();
}

}  // namespace patrol
