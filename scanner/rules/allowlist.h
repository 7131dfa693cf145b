// What people say is no secret, by how it looks and where it stands: the
// allowlists of a configuration, as they are written there (config/).
//
//   [[rules.allowlists]]          of one rule
//   condition = "AND"
//   paths = ['''^tests/''']       all kinds that it names must hold:
//   regexes = ['''^dummy-''']     one of the paths, and one of the regexes
//
// detect/allowlists.h asks them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace patrol {

struct Allowlist {
  enum class Target : std::uint8_t {
    kSecret,
    kMatch,  // all that the rule's regex matched
    kLine,   // the lines that the match stands on, whole
  };

  // Each kind that it names must hold; else one of them is enough. Of a kind,
  // one entry that holds is enough.
  bool needs_all = false;
  std::vector<std::string> commits = {};  // whole ids
  std::vector<std::string> paths = {};    // RE2, of a part of the path
  std::vector<std::string> regexes =
      {};  // RE2, of a part of what `target` says
  Target target = Target::kSecret;
  std::vector<std::string> stopwords = {};  // in the secret, in any case
  // Ids or aliases of the rules that it is about; empty: of all.
  std::vector<std::string> rules = {};
};

}  // namespace patrol
