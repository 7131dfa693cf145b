#include "scanner/decode/byte_classes.h"

#include <array>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace patrol {
namespace {

// A byte belongs to a class if both tables give the class's bit:
//
//   0x01  A-O a-o      0x08  + - /       0x20  % &
//   0x02  P-Z p-z      0x10  _           0x40  \ <
//   0x04  0-9                            0x80  " '
constexpr std::uint8_t kBase64 = 0x1F;
constexpr std::uint8_t kSpecial = 0x18;
constexpr std::uint8_t kEscape = 0x60;
constexpr std::uint8_t kQuote = 0x80;

// Behind what is below '.' in ASCII a quote opens; blanks and brackets are.
constexpr char kBelowNames = '.' - 1;

using Table = std::array<std::uint8_t, 16>;
constexpr Table kByLowHalf = {
    0x06, 0x07, 0x87, 0x07, 0x07, 0x27, 0x27, 0x87,  // 0-7
    0x07, 0x07, 0x03, 0x09, 0x41, 0x09, 0x01, 0x19   // 8-F
};
constexpr Table kByHighHalf = {
    0x00, 0x00, 0xA8, 0x44, 0x01, 0x52, 0x01, 0x02,  // 0-7
};

constexpr std::uint8_t class_of(std::uint8_t byte) {
  return kByLowHalf[byte & 0xF] & kByHighHalf[byte >> 4];
}

void classify_each(const char* at, std::size_t blocks, Masks* out) {
  for (std::size_t b = 0; b < blocks; ++b) {
    Masks masks;
    for (std::size_t i = 0; i < kBlock; ++i, ++at) {
      const std::uint8_t of = class_of(static_cast<std::uint8_t>(*at));
      const auto bit = [&](bool set) { return std::uint64_t{set} << i; };
      masks.base64 |= bit((of & kBase64) != 0);
      masks.escapes |= bit((of & kEscape) != 0);
      masks.specials |= bit((of & kSpecial) != 0);
      masks.quotes |= bit((of & kQuote) != 0);
      masks.names |= bit(static_cast<signed char>(*at) > kBelowNames);
    }
    out[b] = masks;
  }
}

#if defined(__x86_64__)

__m128i load(const Table& table) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t bits(
    __m256i lanes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
}

// Half a block.
[[gnu::target("avx2"), gnu::always_inline]] inline Masks classify_half(
    const char* at, __m256i low_table, __m256i high_table) {
  const __m256i half = _mm256_set1_epi8(0xF);
  const __m256i bytes =
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i low =
      _mm256_shuffle_epi8(low_table, _mm256_and_si256(bytes, half));
  const __m256i high = _mm256_shuffle_epi8(
      high_table, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
  const __m256i classes = _mm256_and_si256(low, high);
  const __m256i zero = _mm256_setzero_si256();
  const __m256i base64 = _mm256_and_si256(classes, _mm256_set1_epi8(kBase64));
  const __m256i escapes = _mm256_and_si256(classes, _mm256_set1_epi8(kEscape));
  const __m256i specials =
      _mm256_and_si256(classes, _mm256_set1_epi8(kSpecial));
  return {bits(_mm256_cmpgt_epi8(base64, zero)),
          bits(_mm256_cmpgt_epi8(escapes, zero)),
          bits(_mm256_cmpgt_epi8(specials, zero)),
          bits(classes),  // the sign is kQuote
          bits(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(kBelowNames)))};
}

[[gnu::target("avx2")]] void classify_avx2(const char* at, std::size_t blocks,
                                           Masks* out) {
  const __m256i low = _mm256_broadcastsi128_si256(load(kByLowHalf));
  const __m256i high = _mm256_broadcastsi128_si256(load(kByHighHalf));
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    const Masks first = classify_half(at, low, high);
    const Masks second = classify_half(at + kBlock / 2, low, high);
    out[b] = {first.base64 | second.base64 << 32,
              first.escapes | second.escapes << 32,
              first.specials | second.specials << 32,
              first.quotes | second.quotes << 32,
              first.names | second.names << 32};
  }
}

[[gnu::target("avx512bw")]] void classify_avx512(const char* at,
                                                 std::size_t blocks,
                                                 Masks* out) {
  const __m512i low_table =
      _mm512_maskz_broadcast_i32x4(0xFFFF, load(kByLowHalf));
  const __m512i high_table =
      _mm512_maskz_broadcast_i32x4(0xFFFF, load(kByHighHalf));
  const __m512i half = _mm512_set1_epi8(0xF);
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    const __m512i bytes = _mm512_loadu_si512(at);
    const __m512i low =
        _mm512_shuffle_epi8(low_table, _mm512_and_si512(bytes, half));
    const __m512i high = _mm512_shuffle_epi8(
        high_table, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half));
    const __m512i classes = _mm512_and_si512(low, high);
    out[b] = {_mm512_test_epi8_mask(classes, _mm512_set1_epi8(kBase64)),
              _mm512_test_epi8_mask(classes, _mm512_set1_epi8(kEscape)),
              _mm512_test_epi8_mask(classes, _mm512_set1_epi8(kSpecial)),
              _mm512_movepi8_mask(classes),  // the sign is kQuote
              _mm512_cmpgt_epi8_mask(bytes, _mm512_set1_epi8(kBelowNames))};
  }
}

#endif

// Servers have had AVX-512 since 2017, all others AVX2 since 2013.
std::vector<Classify> those_that_run_here() {
  std::vector<Classify> out;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw")) out.push_back(classify_avx512);
  if (__builtin_cpu_supports("avx2")) out.push_back(classify_avx2);
#endif
  out.push_back(classify_each);
  return out;
}

}  // namespace

std::span<const Classify> classifiers() {
  static const std::vector<Classify> kClassifiers = those_that_run_here();
  return kClassifiers;
}

}  // namespace patrol
