// Where in a JSON text something stands, and what is wrong there: the notes of
// stored_report.cc, in which a reader goes on after a fault and tells the
// first.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// A key of an object, or an element of an array: "findings[3].locations[0]".
// Costs nothing until it is told. What is outside of it must outlive it.
struct JsonPlace {
  const JsonPlace* outer = nullptr;  // nullptr: this is the outermost
  std::string_view key = {};
  std::optional<std::size_t> index = {};

  std::string text() const {
    std::string text = outer ? outer->text() : "";
    if (index) return text + '[' + std::to_string(*index) + ']';
    if (!text.empty() && !key.empty()) text += '.';
    return text.append(key);
  }
};

struct ReadNotes {
  std::string fault;      // the first; empty: none
  bool has_more = false;  // something was there that nobody asked for

  void add_fault(const JsonPlace& place, std::string_view what) {
    if (!fault.empty()) return;
    fault = place.text();
    fault.append(fault.empty() ? "" : ": ").append(what);
  }
};

}  // namespace patrol
