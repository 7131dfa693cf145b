#include "scanner/decode/byte_classes.h"

#include <initializer_list>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace patrol {
namespace {

#define PATROL_INLINE [[gnu::always_inline]] inline

// By half a byte: to which classes may it belong? A byte belongs to those that
// both of its halves allow.
struct Tables {
  std::array<std::uint8_t, 16> low{};
  std::array<std::uint8_t, 16> high{};

  constexpr std::uint8_t class_of(std::uint8_t byte) const {
    return low[byte & 0xF] & high[byte >> 4];
  }
};

// Bytes whose halves are one of `high` and one of `low` are of class `bit`.
struct ByteRectangle {
  std::uint8_t bit;
  std::initializer_list<std::uint8_t> high;
  std::initializer_list<std::uint8_t> low;
};

constexpr Tables tables_of(std::initializer_list<ByteRectangle> classes) {
  Tables tables;
  for (const ByteRectangle& of : classes) {
    for (const std::uint8_t half : of.high) tables.high[half] |= of.bit;
    for (const std::uint8_t half : of.low) tables.low[half] |= of.bit;
  }
  return tables;
}

constexpr Tables kKinds = tables_of({
    {0x01, {4, 6}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}},  // A a
    {0x02, {5, 7}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},                   // P p
    {0x04, {3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},                          // 0-9
    {0x08, {2}, {11, 13, 15}},                                            // +-/
    {0x10, {5}, {15}},                                                    // _
    {0x20, {2}, {5, 6}},                                                  // % &
    {0x40, {3, 5}, {12}},  // < \ .
    {0x80, {2}, {2, 7}},   // " '
});
constexpr std::uint8_t kBase64 = 0x1F;
constexpr std::uint8_t kSpecial = 0x18;
constexpr std::uint8_t kEscape = 0x60;
constexpr std::uint8_t kQuote = 0x80;

// Where in a group of four a base64 character may stand in text. Other bytes
// may be of any of these classes.
constexpr Tables kPlaces = tables_of({
    {0x01, {4, 5}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}},
    {0x02, {6}, {1, 2, 3, 4, 5, 6}},                // first: A-Z, a-f
    {0x04, {4, 5}, {1, 2, 3, 4, 5, 6, 7, 8}},       // A-H Q-X
    {0x08, {6, 7}, {7, 8, 9, 10, 11, 12, 13, 14}},  // g-n w-z
    {0x10, {3}, {0, 1, 2, 3}},                      // second
    {0x20, {3}, {0, 1, 4, 5, 8, 9}},                // third
    {0x40, {4, 5}, {1, 2, 5, 6, 9, 10, 13, 14}},    // A B E F … Y Z
    {0x80, {6, 7}, {0, 3, 4, 7, 8, 11, 12, 15}},    // c d g h … w x
});
constexpr std::uint8_t kFirst = 0x03;
constexpr std::uint8_t kSecond = 0x1C;
constexpr std::uint8_t kThird = 0xE0;

// Behind what is below '.' in ASCII a quote opens; blanks and brackets are.
constexpr char kBelowNames = '.' - 1;

// What is asked of every block, and what of those alone that have a row of
// base64 characters. A bit a byte.
struct Kinds {
  std::uint64_t base64;
  std::uint64_t specials;  // + / - _
  std::uint64_t escapes;
  std::uint64_t quotes;
  std::uint64_t names;  // . and what is behind it in ASCII
};
struct Places {
  std::uint64_t first;   // may stand there in a group of four of text,
  std::uint64_t second;  // if it is base64
  std::uint64_t third;
};

void put(KindGroup& out, std::size_t b, const Kinds& block) {
  out.base64[b] = block.base64;
  out.specials[b] = block.specials;
  out.escapes[b] = block.escapes;
  out.quotes[b] = block.quotes;
  out.names[b] = block.names;
}

void put(PlaceGroup& out, std::size_t b, const Places& block) {
  out.first[b] = block.first;
  out.second[b] = block.second;
  out.third[b] = block.third;
}

template <typename Group, typename Block>
PATROL_INLINE void put(Group* out, std::size_t block, const Block& masks) {
  put(out[block / kLanes], block % kLanes, masks);
}

std::uint64_t bit(bool set, std::size_t i) { return std::uint64_t{set} << i; }

void kinds_of_each(const char* at, std::size_t first, std::size_t blocks,
                   KindGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    Kinds block{};
    for (std::size_t i = 0; i < kBlock; ++i) {
      const auto kind = kKinds.class_of(static_cast<std::uint8_t>(at[i]));
      block.base64 |= bit((kind & kBase64) != 0, i);
      block.specials |= bit((kind & kSpecial) != 0, i);
      block.escapes |= bit((kind & kEscape) != 0, i);
      block.quotes |= bit((kind & kQuote) != 0, i);
      block.names |= bit(static_cast<signed char>(at[i]) > kBelowNames, i);
    }
    put(out, first + b, block);
  }
}

void places_of_each(const char* at, std::size_t first, std::size_t blocks,
                    PlaceGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    Places block{};
    for (std::size_t i = 0; i < kBlock; ++i) {
      const auto place = kPlaces.class_of(static_cast<std::uint8_t>(at[i]));
      block.first |= bit((place & kFirst) != 0, i);
      block.second |= bit((place & kSecond) != 0, i);
      block.third |= bit((place & kThird) != 0, i);
    }
    put(out, first + b, block);
  }
}

#if defined(__x86_64__)

inline __m128i load(const std::array<std::uint8_t, 16>& table) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
}

#define PATROL_AVX2 [[gnu::target("avx2")]]

// The classes of half a block, and the masks of some of them.
class Avx2 {
 public:
  PATROL_AVX2 PATROL_INLINE explicit Avx2(const char* at)
      : bytes_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))) {}

  PATROL_AVX2 PATROL_INLINE __m256i ask(const Tables& tables) const {
    const __m256i half = _mm256_set1_epi8(0xF);
    const __m256i low = _mm256_and_si256(bytes_, half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes_, 4), half);
    const __m256i by_low = _mm256_broadcastsi128_si256(load(tables.low));
    const __m256i by_high = _mm256_broadcastsi128_si256(load(tables.high));
    return _mm256_and_si256(_mm256_shuffle_epi8(by_low, low),
                            _mm256_shuffle_epi8(by_high, high));
  }

  PATROL_AVX2 PATROL_INLINE static std::uint64_t bits(__m256i classes,
                                                      std::uint8_t of) {
    const __m256i in =
        _mm256_and_si256(classes, _mm256_set1_epi8(static_cast<char>(of)));
    return signs(_mm256_cmpeq_epi8(in, _mm256_setzero_si256())) ^ 0xFFFF'FFFF;
  }

  PATROL_AVX2 PATROL_INLINE std::uint64_t names() const {
    return signs(_mm256_cmpgt_epi8(bytes_, _mm256_set1_epi8(kBelowNames)));
  }

 private:
  PATROL_AVX2 PATROL_INLINE static std::uint64_t signs(__m256i lanes) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
  }

  __m256i bytes_;
};

PATROL_AVX2 void kinds_avx2(const char* at, std::size_t first,
                            std::size_t blocks, KindGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b) {
    Kinds block{};
    for (unsigned shift = 0; shift < kBlock; shift += 32, at += 32) {
      const Avx2 half(at);
      const __m256i kinds = half.ask(kKinds);
      block.base64 |= Avx2::bits(kinds, kBase64) << shift;
      block.specials |= Avx2::bits(kinds, kSpecial) << shift;
      block.escapes |= Avx2::bits(kinds, kEscape) << shift;
      block.quotes |= Avx2::bits(kinds, kQuote) << shift;
      block.names |= half.names() << shift;
    }
    put(out, first + b, block);
  }
}

PATROL_AVX2 void places_avx2(const char* at, std::size_t first,
                             std::size_t blocks, PlaceGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b) {
    Places block{};
    for (unsigned shift = 0; shift < kBlock; shift += 32, at += 32) {
      const Avx2 half(at);
      const __m256i places = half.ask(kPlaces);
      block.first |= Avx2::bits(places, kFirst) << shift;
      block.second |= Avx2::bits(places, kSecond) << shift;
      block.third |= Avx2::bits(places, kThird) << shift;
    }
    put(out, first + b, block);
  }
}

#define PATROL_AVX512 [[gnu::target("avx512bw,avx512dq")]]

// The same of a whole block.
class Avx512 {
 public:
  PATROL_AVX512 PATROL_INLINE explicit Avx512(const char* at)
      : bytes_(_mm512_loadu_si512(at)) {}

  PATROL_AVX512 PATROL_INLINE __m512i ask(const Tables& tables) const {
    const __m512i half = _mm512_set1_epi8(0xF);
    const __m512i low = _mm512_and_si512(bytes_, half);
    const __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes_, 4), half);
    const __m512i by_low =
        _mm512_maskz_broadcast_i32x4(0xFFFF, load(tables.low));
    const __m512i by_high =
        _mm512_maskz_broadcast_i32x4(0xFFFF, load(tables.high));
    return _mm512_and_si512(_mm512_shuffle_epi8(by_low, low),
                            _mm512_shuffle_epi8(by_high, high));
  }

  PATROL_AVX512 PATROL_INLINE static std::uint64_t bits(__m512i classes,
                                                        std::uint8_t of) {
    return _mm512_test_epi8_mask(classes,
                                 _mm512_set1_epi8(static_cast<char>(of)));
  }

  PATROL_AVX512 PATROL_INLINE std::uint64_t names() const {
    return _mm512_cmpgt_epi8_mask(bytes_, _mm512_set1_epi8(kBelowNames));
  }

 private:
  __m512i bytes_;
};

PATROL_AVX512 void kinds_avx512(const char* at, std::size_t first,
                                std::size_t blocks, KindGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    const Avx512 block(at);
    const __m512i kinds = block.ask(kKinds);
    put(out, first + b,
        Kinds{Avx512::bits(kinds, kBase64), Avx512::bits(kinds, kSpecial),
              Avx512::bits(kinds, kEscape), Avx512::bits(kinds, kQuote),
              block.names()});
  }
}

PATROL_AVX512 void places_avx512(const char* at, std::size_t first,
                                 std::size_t blocks, PlaceGroup* out) {
  for (std::size_t b = 0; b < blocks; ++b, at += kBlock) {
    const Avx512 block(at);
    const __m512i places = block.ask(kPlaces);
    put(out, first + b,
        Places{Avx512::bits(places, kFirst), Avx512::bits(places, kSecond),
               Avx512::bits(places, kThird)});
  }
}

#endif

// Servers have had AVX-512 since 2017, all others AVX2 since 2013.
std::vector<Classifiers> those_that_run_here() {
  std::vector<Classifiers> out;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    out.push_back({Vectors::k512, kinds_avx512, places_avx512});
  if (__builtin_cpu_supports("avx2")) {
    out.push_back({Vectors::k256, kinds_avx2, places_avx2});
  }
#endif
  out.push_back({Vectors::kNone, kinds_of_each, places_of_each});
  return out;
}

}  // namespace

std::span<const Classifiers> classifiers() {
  static const std::vector<Classifiers> kClassifiers = those_that_run_here();
  return kClassifiers;
}

}  // namespace patrol
