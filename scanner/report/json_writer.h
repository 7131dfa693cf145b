// JSON that is written as it goes, for formats that other programs have set
// down. A report may hold a million places; a tree of them, as the JSON library
// builds it, would have to fit in memory before its first byte is out.
//
//   json.object([&] {                              {
//     json.text("name", "patrol");                   "name": "patrol",
//     json.array("tags", [&] { json.text("a"); });   "tags": [
//   });                                                "a"
//                                                    ]
//                                                  }
//
// A bracket is closed where the function that fills it returns, so none can be
// forgotten. Keys are written as they are given: a key that comes twice is the
// caller's fault.
//
// Strings come out as valid UTF-8, bytes that are none as U+FFFD. What hides or
// reorders text, and the "##[" and "##vso[" that Azure Pipelines obeys, is
// written as an escape: see printable.h.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

// \uXXXX, as a surrogate pair past U+FFFF.
std::string json_escape(char32_t point);

struct JsonLook {
  std::size_t indent = 2;
  bool escape_html = false;  // <, > and & too, as Go's encoding/json does
};

class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out, JsonLook look = {})
      : out_(out), look_(look) {}

  // Without a key: an element of an array, or the document itself.
  template <class Body>
  void object(Body body) {
    next();
    bracketed('{', '}', body);
  }
  template <class Body>
  void object(std::string_view key, Body body) {
    next(key);
    bracketed('{', '}', body);
  }
  template <class Body>
  void array(Body body) {
    next();
    bracketed('[', ']', body);
  }
  template <class Body>
  void array(std::string_view key, Body body) {
    next(key);
    bracketed('[', ']', body);
  }

  void text(std::string_view value);
  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::uint64_t value);
  void number(std::string_view key, float value);  // in its shortest form
  void boolean(std::string_view key, bool value);

 private:
  template <class Body>
  void bracketed(char open, char close, Body& body) {
    begin(open);
    body();
    end(close);
  }
  void begin(char open);
  void end(char close);
  void next();
  void next(std::string_view key);
  void put_string(std::string_view text);
  void new_line();

  std::ostream& out_;
  JsonLook look_;
  std::vector<bool> filled_;  // of each open bracket: something is in it
};

}  // namespace patrol
