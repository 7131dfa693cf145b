// The memory behind rules that were read from a file.
//
// A Rule is a view (rule.h). For the catalogue its text is read-only data of
// the program; for a user's rules it has to live somewhere, and the places
// where it is handed around (merging two sets, sorting, copying a Rule) must
// not move it. So it is copied here once and freed all together:
//
//   RuleStorage storage;
//   rule.id = storage.keep(id_from_the_file);         // a copy that stays
//   rule.near = storage.keep(words_from_the_file);    // of the words as well
//   rule.claims = storage.keep(claims);               // of the array only: see
//                                                     // the template below
//
// Grows only. Not safe to grow from two threads; safe to read from many.
#pragma once

#include <cstring>
#include <memory_resource>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "scanner/rules/rule.h"

namespace patrol {

class RuleStorage {
 public:
  RuleStorage() = default;
  RuleStorage(const RuleStorage&) = delete;  // what it handed out would dangle
  RuleStorage& operator=(const RuleStorage&) = delete;

  // A copy of `text` that stays in its place as long as *this lives.
  Text keep(std::string_view text) {
    if (text.empty()) return {};
    auto* copy = static_cast<char*>(arena_.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

  // The same for a list of texts.
  View<Text> keep(const std::vector<std::string>& texts) {
    std::vector<Text> kept;
    kept.reserve(texts.size());
    for (const std::string& text : texts) kept.push_back(keep(text));
    return keep(kept);
  }

  // The same for an array of plain values. What the values point to is not
  // copied: keep() it first.
  template <typename T>
  View<T> keep(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (values.empty()) return {};
    const std::size_t size = values.size() * sizeof(T);
    auto* copy = static_cast<T*>(arena_.allocate(size, alignof(T)));
    std::memcpy(copy, values.data(), size);
    return {copy, values.size()};
  }

 private:
  std::pmr::monotonic_buffer_resource arena_;
};

}  // namespace patrol
