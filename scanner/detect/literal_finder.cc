#include "scanner/detect/literal_finder.h"

#include <algorithm>
#include <cstring>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// As they stand in memory.
std::uint32_t four_bytes(const char* place) {
  std::uint32_t bytes;
  std::memcpy(&bytes, place, sizeof(bytes));
  return bytes;
}

std::uint64_t eight_bytes(const char* place) {
  std::uint64_t bytes;
  std::memcpy(&bytes, place, sizeof(bytes));
  return bytes;
}

}  // namespace

// ---- Windows ----------------------------------------------------------------

void LiteralFinder::Windows::add(std::string_view window,
                                 std::uint32_t needle) {
  std::array<char, kWindow> bytes{};
  std::ranges::copy(window, bytes.begin());
  const std::uint32_t key = four_bytes(bytes.data());
  entries_.push_back(
      {window.size() == kWindow ? window_key(key) : short_window_key(key),
       needle});
}

void LiteralFinder::Windows::finish() {
  const auto slot = [](const Entry& entry) {
    return window_hash(entry.key, kSlotBits);
  };
  std::ranges::sort(entries_, {}, slot);
  std::uint32_t next = 0;
  for (std::size_t e = 0; e <= entries_.size(); ++e) {
    const std::uint32_t last =
        e < entries_.size() ? slot(entries_[e]) : 1U << kSlotBits;
    for (; next <= last; ++next) slots_[next] = static_cast<std::uint16_t>(e);
  }
}

template <typename Call>
void LiteralFinder::Windows::each(std::uint32_t bytes, const Call& call) const {
  each_of(window_key(bytes), call);
  each_of(short_window_key(bytes), call);
}

template <typename Call>
void LiteralFinder::Windows::each_of(std::uint32_t key,
                                     const Call& call) const {
  const std::uint32_t slot = window_hash(key, kSlotBits);
  for (std::uint32_t e = slots_[slot]; e < slots_[slot + 1]; ++e) {
    if (entries_[e].key == key) call(entries_[e].needle);
  }
}

// ---- The finder -------------------------------------------------------------

std::optional<LiteralFinder> LiteralFinder::make(
    std::span<const Needle> needles, std::string_view plan) {
  const auto choices = read_plan(needles, plan);
  if (!choices) return std::nullopt;
  LiteralFinder finder;
  for (std::size_t n = 0; n < needles.size(); ++n) {
    finder.add(needles[n], (*choices)[n]);
  }
  finder.windows_.finish();
  return finder;
}

void LiteralFinder::add(const Needle& needle, const WindowChoice& choice) {
  const std::string_view window = needle.text.substr(choice.begin, kWindow);
  filter_.add(window, sixes_of(needle, choice.begin), choice.bucket);
  windows_.add(window, static_cast<std::uint32_t>(needles_.size()));
  needles_.push_back(needle);
  compared_.push_back(compared(needle, choice.begin));
}

void LiteralFinder::find(std::string_view bytes,
                         std::vector<Place>& out) const {
  WindowFilter::Places places;
  for (std::size_t from = 0; from < bytes.size();
       from += WindowFilter::kStretch) {
    const std::size_t count = filter_.pass(bytes, from, places);
    for (std::size_t i = 0; i < count; ++i) {
      verify(bytes, from + places[i], out);
    }
  }
}

// Compares eight bytes at once, which is all of nearly every needle.
LiteralFinder::Compared LiteralFinder::compared(const Needle& needle,
                                                std::size_t window) {
  std::array<char, 8> bytes{};
  std::array<char, 8> mask{};
  std::array<char, 8> folded{};
  const std::size_t length = std::min(needle.text.size(), bytes.size());
  for (std::size_t i = 0; i < length; ++i) {
    const bool folds = needle.caseless && is_letter(needle.text[i]);
    bytes[i] = folds ? lower(needle.text[i]) : needle.text[i];
    mask[i] = '\xFF';
    folded[i] = folds ? ' ' : '\0';
  }
  return {eight_bytes(bytes.data()), eight_bytes(mask.data()),
          eight_bytes(folded.data()),
          static_cast<std::uint32_t>(needle.text.size()),
          static_cast<std::uint32_t>(window)};
}

bool LiteralFinder::stands_at(std::uint32_t n, const char* place) const {
  const Compared& head = compared_[n];
  if (((eight_bytes(place) | head.folded) & head.mask) != head.bytes) {
    return false;
  }
  if (head.size <= sizeof(head.bytes)) return true;
  const auto& [text, caseless] = needles_[n];
  const std::string_view here(place, text.size());
  return caseless ? std::ranges::equal(here, text, {}, lower, lower)
                  : here == text;
}

void LiteralFinder::verify(std::string_view bytes, std::size_t at,
                           std::vector<Place>& out) const {
  windows_.each(four_bytes(bytes.data() + at), [&](std::uint32_t n) {
    const Compared& needle = compared_[n];
    if (at < needle.window) return;
    const std::size_t begin = at - needle.window;
    if (bytes.size() - begin >= needle.size &&
        stands_at(n, bytes.data() + begin)) {
      out.push_back({n, begin});
    }
  });
}

}  // namespace patrol
