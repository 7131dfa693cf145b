#include <algorithm>
#include <array>

#include "scanner/report/format.h"

namespace patrol {
namespace {

constexpr std::array<Format, 12> kFormats = {{
    {"human", "for reading, grouped by finding, worst first", write_human},
    {"json", "one object, schema patrol-report/1", write_json},
    {"jsonl", "the same objects, one a line", write_jsonl},
    {"sarif", "SARIF 2.1.0, for GitHub and Azure DevOps", write_sarif},
    {"gitlab", "GitLab's secret detection report", write_gitlab},
    {"gitleaks", "JSON as gitleaks writes it", write_gitleaks},
    {"junit", "findings as failed tests, JUnit XML", write_junit},
    {"html", "a page to open in a browser, all in one file", write_html},
    {"csv", "a line a place, for spreadsheets", write_csv},
    {"markdown", "a page for the summary of a CI step", write_markdown},
    {"github", "annotations of GitHub Actions", write_github},
    {"azure", "issues of Azure Pipelines", write_azure},
}};

}  // namespace

View<Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto at =
      std::find_if(kFormats.begin(), kFormats.end(),
                   [name](const Format& f) { return f.name == name; });
  return at == kFormats.end() ? nullptr : &*at;
}

}  // namespace patrol
