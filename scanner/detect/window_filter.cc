#include "scanner/detect/window_filter.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#if !defined(__clang__)
// gcc 12 warns of its own header, in functions that want no initial value.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#endif

namespace patrol {

void WindowFilter::add(std::string_view window, const WindowSixes& sixes,
                       std::size_t bucket) {
  for (std::size_t k = 0; k < kWindow; ++k) {
    Table& table = tables_.of[bucket / 8][k];
    for (Sixes six = sixes[k]; six != 0; six &= six - 1) {
      table[static_cast<std::size_t>(std::countr_zero(six))] |=
          static_cast<std::uint8_t>(1U << bucket % 8);
    }
  }
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, window.data(), window.size());
  const bool is_long = window.size() == kWindow;
  const std::uint32_t hash = window_hash(
      is_long ? window_key(bytes) : short_window_key(bytes), kHashBits);
  (is_long ? long_ : short_)[hash / 32] |= 1U << hash % 32;
}

#if defined(__x86_64__)

namespace {

constexpr std::size_t kBlock = 64;  // bytes in a vector
constexpr std::size_t kLanes = 16;  // of 32 bits

#define PATROL_VBMI [[gnu::target("avx512vbmi,avx512vbmi2,avx512bw,popcnt")]]

// The block at bytes[at], which may lie across the end or behind it.
PATROL_VBMI inline __m512i load(std::string_view bytes, std::size_t at) {
  if (at + kBlock <= bytes.size()) return _mm512_loadu_si512(bytes.data() + at);
  const std::size_t left = bytes.size() - std::min(bytes.size(), at);
  return _mm512_maskz_loadu_epi8((__mmask64{1} << left) - 1, bytes.data() + at);
}

// By the low six bits of each byte.
PATROL_VBMI inline __m512i ask(__m512i table, __m512i bytes) {
  return _mm512_permutexvar_epi8(bytes, table);
}

// 0, 1, 2 ...
alignas(kBlock) constexpr auto kNumbers = [] {
  std::array<std::uint8_t, kBlock> numbers{};
  for (std::size_t i = 0; i < kBlock; ++i) {
    numbers[i] = static_cast<std::uint8_t>(i);
  }
  return numbers;
}();

// Writes `at` plus the number of each bit of `mask`, a whole vector of them;
// returns how many there are.
PATROL_VBMI inline std::size_t write_places(std::uint64_t mask, std::size_t at,
                                            std::uint32_t* out) {
  const __m512i base = _mm512_set1_epi32(static_cast<int>(at));
  __m512i numbers =
      _mm512_maskz_compress_epi8(mask, _mm512_load_si512(kNumbers.data()));
  const auto count = static_cast<std::size_t>(_mm_popcnt_u64(mask));
  for (std::size_t written = 0;;) {
    const __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(numbers));
    _mm512_storeu_si512(out + written, _mm512_add_epi32(base, wide));
    written += kLanes;
    if (written >= count) return count;  // nearly always at once
    numbers = _mm512_alignr_epi32(numbers, numbers, 4);  // 16 bytes on
  }
}

// Which of the hashes have their bit set?
PATROL_VBMI inline __mmask16 known(const std::uint32_t* bits, __m512i key,
                                   __mmask16 lanes, int shift) {
  const __m512i factor = _mm512_set1_epi32(static_cast<int>(kHashFactor));
  const __m512i hash = _mm512_srl_epi32(_mm512_mullo_epi32(key, factor),
                                        _mm_cvtsi32_si128(shift));
  const __m512i words = _mm512_mask_i32gather_epi32(
      _mm512_setzero_si512(), lanes, _mm512_srli_epi32(hash, 5), bits, 4);
  const __m512i bit = _mm512_sllv_epi32(
      _mm512_set1_epi32(1), _mm512_and_si512(hash, _mm512_set1_epi32(31)));
  return _mm512_test_epi32_mask(words, bit);
}

}  // namespace

bool WindowFilter::runs_here() {
  return __builtin_cpu_supports("avx512vbmi") != 0 &&
         __builtin_cpu_supports("avx512vbmi2") != 0 &&
         __builtin_cpu_supports("avx512bw") != 0;
}

// The first sieve.
PATROL_VBMI std::size_t WindowFilter::mark(const Tables& tables,
                                           std::string_view text, Places& out) {
  __m512i table[kSets][kWindow];
  for (std::size_t set = 0; set < kSets; ++set) {
    for (std::size_t k = 0; k < kWindow; ++k) {
      table[set][k] = _mm512_load_si512(tables.of[set][k].data());
    }
  }
  std::size_t count = 0;
  const std::size_t end = std::min(text.size(), kStretch);
  for (std::size_t at = 0; at < end; at += kBlock) {
    __m512i any = _mm512_setzero_si512();
    __m512i bytes[kWindow];
    for (std::size_t k = 0; k < kWindow; ++k) bytes[k] = load(text, at + k);
    for (const auto& of : table) {
      __m512i all = ask(of[0], bytes[0]);
      for (std::size_t k = 1; k < kWindow; ++k) {
        all = _mm512_and_si512(all, ask(of[k], bytes[k]));
      }
      any = _mm512_or_si512(any, all);
    }
    std::uint64_t mask = _mm512_test_epi8_mask(any, any);
    if (at + kBlock > end) mask &= (std::uint64_t{1} << (end - at)) - 1;
    count += write_places(mask, at, out.data() + count);
  }
  return count;
}

// The second sieve, in place.
PATROL_VBMI std::size_t WindowFilter::keep_known(const char* text,
                                                 std::size_t count,
                                                 Places& places) const {
  constexpr int kShift = 32 - kHashBits;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; i += kLanes) {
    const auto lanes = static_cast<__mmask16>(
        count - i >= kLanes ? 0xFFFF : (1U << (count - i)) - 1);
    const __m512i at = _mm512_loadu_si512(places.data() + i);
    const __m512i window =
        _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, at, text, 1);
    const __m512i key = _mm512_or_si512(window, _mm512_set1_epi32(0x2020'2020));
    const __m512i short_key =
        _mm512_and_si512(key, _mm512_set1_epi32(0xFF'FFFF));
    const auto keep =
        static_cast<__mmask16>(known(long_.data(), key, lanes, kShift) |
                               known(short_.data(), short_key, lanes, kShift));
    _mm512_storeu_si512(places.data() + kept,
                        _mm512_maskz_compress_epi32(keep, at));
    kept += static_cast<std::size_t>(_mm_popcnt_u32(keep));
  }
  return kept;
}

#else

bool WindowFilter::runs_here() { return false; }

std::size_t WindowFilter::mark(const Tables&, std::string_view, Places&) {
  return 0;
}

std::size_t WindowFilter::keep_known(const char*, std::size_t, Places&) const {
  return 0;
}

#endif

std::size_t WindowFilter::pass(std::string_view bytes, std::size_t from,
                               Places& out) const {
  const std::string_view text = bytes.substr(from);
  const std::size_t count = mark(tables_, text, out);
  return keep_known(text.data(), count, out);
}

}  // namespace patrol
