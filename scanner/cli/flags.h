// Flags whose values are more than text or a number, as the tables of commands
// declare them (commands.cc, scan_flags.cc): CLI11 behind functions that know
// what a Result is.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/cli/option_values.h"
#include "scanner/core/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
class Option;
}  // namespace CLI

namespace patrol {

// Takes one value. Error: what is wrong with it, without the flag's name.
using TakeText = std::function<Result<void>(const std::string&)>;

// `names`: "-f,--format". To be given once, or as often as one likes.
CLI::Option* add_text(CLI::App& app, const std::string& names,
                      const std::string& help, TakeText take);
CLI::Option* add_texts(CLI::App& app, const std::string& names,
                       const std::string& help, TakeText take);

// Shown as "a|b|c".
CLI::Option* add_word(CLI::App& app, const std::string& name,
                      const std::string& help, const std::string& words,
                      TakeText take);

// One of a few words. `words` must outlive the app.
template <typename Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Value& value,
                        const Words<Value>& words, const std::string& help) {
  return add_word(
      app, name, help, joined(words),
      [&value, &words](const std::string& word) -> Result<void> {
        for (const auto& [known, known_value] : words) {
          if (known != word) continue;
          value = known_value;
          return {};
        }
        return Error{"\"" + word + "\" is not one of " + joined(words)};
      });
}

// What `parse` reads.
template <typename Value, typename Read>
CLI::Option* add_parsed(CLI::App& app, const std::string& names, Value& value,
                        Result<Read> (*parse)(const std::string&),
                        const std::string& help) {
  return add_text(app, names, help,
                  [&value, parse](const std::string& text) -> Result<void> {
                    Result<Read> read = parse(text);
                    if (!read) return read.error();
                    value = *std::move(read);
                    return {};
                  });
}

// The same for one that may be repeated.
template <typename Value>
CLI::Option* add_parsed_list(CLI::App& app, const std::string& names,
                             std::vector<Value>& values,
                             Result<Value> (*parse)(const std::string&),
                             const std::string& help) {
  return add_texts(app, names, help,
                   [&values, parse](const std::string& text) -> Result<void> {
                     Result<Value> read = parse(text);
                     if (!read) return read.error();
                     values.push_back(*std::move(read));
                     return {};
                   });
}

}  // namespace patrol
