#include "scanner/cli/flags.h"

#include <CLI/CLI.hpp>

namespace patrol {
namespace {

// "-f,--format" -> "--format"
std::string long_name(const std::string& names) {
  return names.substr(names.find("--"));
}

void take_or_throw(const std::string& names, const TakeText& take,
                   const std::string& text) {
  const Result<void> taken = take(text);
  if (taken) return;
  throw CLI::ValidationError(long_name(names), taken.error().message);
}

}  // namespace

CLI::Option* add_text(CLI::App& app, const std::string& names,
                      const std::string& help, TakeText take) {
  return app.add_option_function<std::string>(
      names,
      [names, take = std::move(take)](const std::string& text) {
        take_or_throw(names, take, text);
      },
      help);
}

CLI::Option* add_texts(CLI::App& app, const std::string& names,
                       const std::string& help, TakeText take) {
  return app
      .add_option_function<std::vector<std::string>>(
          names,
          [names,
           take = std::move(take)](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              take_or_throw(names, take, text);
            }
          },
          help)
      ->allow_extra_args(false);
}

CLI::Option* add_word(CLI::App& app, const std::string& name,
                      const std::string& help, const std::string& words,
                      TakeText take) {
  return add_text(app, name, help, std::move(take))->option_text(words);
}

}  // namespace patrol
