// The fields of a JSON object that somebody else wrote: a stored report, read
// back (stored_report.h). What is missing or of the wrong kind is noted with
// its place, and reads as empty, so that a reader goes on and tells the first
// fault.
//
//   JsonFields location(json, where, notes);
//   l.path = location.text("path");
//
// leaves "locations[0].path: is missing" in the notes where there is none.
//
// Nothing here throws. One thread's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/report/json_place.h"

namespace patrol {

// Keeps the order of keys: that of facts is for the reader. A look-up goes
// through all keys; cut_json() has bounded them.
using OrderedJson = nlohmann::ordered_json;

// Whole numbers that every JSON reader has exactly. Sums of a thousand fit.
inline constexpr std::uint64_t kLargestNumber = std::uint64_t{1} << 53;

// One object, which must outlive it, as must its place and the notes. A key
// that nobody asked for by the end of its life makes `has_more`.
class JsonFields {
 public:
  JsonFields(const OrderedJson& json, const JsonPlace& where, ReadNotes& notes)
      : json_(json), where_(where), notes_(notes) {
    if (!json.is_object()) notes_.add_fault(where_, "is not an object");
  }
  JsonFields(const JsonFields&) = delete;
  JsonFields& operator=(const JsonFields&) = delete;
  ~JsonFields() {
    if (json_.is_object() && asked_ < json_.size()) notes_.has_more = true;
  }

  const JsonPlace& where() const { return where_; }
  ReadNotes& notes() const { return notes_; }

  // Null: it is not there.
  const OrderedJson* find(std::string_view key);

  bool has(std::string_view key) const {
    return json_.is_object() && json_.contains(std::string(key));
  }

  void fault(std::string_view key, std::string_view what) const {
    notes_.add_fault({&where_, key}, what);
  }

  // JSON's null, and noted, where it is not there.
  const OrderedJson& at(std::string_view key);

  std::string text(std::string_view key) { return text_of(key, at(key)); }

  std::optional<std::string> text_if_any(std::string_view key);

  std::uint64_t number(std::string_view key,
                       std::uint64_t most = kLargestNumber);

  bool flag(std::string_view key);

  // Seconds since the Unix epoch.
  std::int64_t time(std::string_view key);

  // One of the words of an enumeration whose last value is `last`.
  template <typename Word>
  Word word(std::string_view key, Word last) {
    const std::string word = text(key);
    for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i) {
      if (word == to_text(static_cast<Word>(i))) return static_cast<Word>(i);
    }
    fault(key, "is no word that this patrol knows");
    return {};
  }

  // The exact bytes of a name: those of "path_b64" where it is not UTF-8.
  std::string name(std::string_view key);

  // Calls `read` with each element and where it stands.
  template <typename Read>
  void each(std::string_view key, const Read& read) {
    const OrderedJson& array = at(key);
    if (!array.is_array()) return fault(key, "is not an array");
    const JsonPlace where{&where_, key};
    for (std::size_t i = 0; i < array.size(); ++i) {
      read(array[i], JsonPlace{&where, {}, i});
    }
  }

 private:
  std::string text_of(std::string_view key, const OrderedJson& value) const;

  const OrderedJson& json_;
  const JsonPlace& where_;
  ReadNotes& notes_;
  std::size_t asked_ = 0;
};

}  // namespace patrol
