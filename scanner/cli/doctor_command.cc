#include "scanner/cli/doctor_command.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "scanner/cli/exit_status.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/version.h"
#include "scanner/git/files.h"
#include "scanner/git/git_plumbing.h"
#include "scanner/git/repository.h"
#include "scanner/hooks/hook.h"
#include "scanner/hooks/hook_folder.h"
#include "scanner/hooks/installation.h"
#include "scanner/logins/mariadb_library.h"
#include "scanner/logins/pq_library.h"
#include "scanner/network/curl_library.h"
#include "scanner/report/printable.h"
#include "scanner/rules/sealed_folder.h"

namespace patrol {
namespace {

constexpr std::size_t kSubjectWidth = 12;

struct Line {
  bool is_well = true;
  std::string subject;
  std::string text;
};
using Lines = std::vector<Line>;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void look_at_program(Lines& out) {
  const std::string name = name_of_this_program();
  if (name == "patrol") {
    out.push_back({true, "program", version_text() + ", as PATH has it"});
  } else {
    out.push_back({false, "program",
                   version_text() + " is " + name +
                       ", which is not the patrol that PATH leads to, if any"});
  }
}

void look_at_cache(Lines& out) {
  const auto folder = cache_folder(std::getenv("XDG_CACHE_HOME"),
                                   std::getenv("HOME"), "audits");
  if (folder.empty()) {
    out.push_back({false, "cache", "neither XDG_CACHE_HOME nor HOME is set"});
  } else if (auto made = PrivateFolder::make(folder); !made) {
    out.push_back({false, "cache", made.error().message});
  } else {
    out.push_back({true, "cache", folder.parent_path().string()});
  }
}

void look_at_git(Lines& out) {
  const std::string git = find_git(environment("PATH"), {});
  if (git.empty()) {
    out.push_back({false, "git", "it is not installed: no hooks, no reftable"});
  } else {
    out.push_back({true, "git", git});
  }
}

// A database's client is for who asks databases: without it all else is well.
void look_at_clients(Lines& out) {
  if (const auto curl = curl_library(); !curl) {
    out.push_back({false, "asking", curl.error().message});
    return;
  }
  std::string text = "by libcurl";
  const auto add = [&](bool has, const char* of) {
    text.append(has ? "; " : "; not ").append(of);
  };
  add(bool(pq_library()), "PostgreSQL, by libpq");
  add(bool(mariadb_library()), "MariaDB and MySQL, by libmariadb");
  out.push_back({true, "asking", text});
}

void look_at_repository(Lines& out) {
  const auto repository = Repository::open_as_git(".");
  if (!repository) {
    out.push_back(
        {true, "repository", "none here: " + repository.error().message});
    return;
  }
  out.push_back({true, "repository", repository->common_dir});
  if (repository->is_shallow()) {
    out.push_back({false, "repository",
                   "a shallow clone: of its history a part is missing; git "
                   "fetch --unshallow brings it"});
  }
  if (repository->is_partial()) {
    out.push_back({false, "repository",
                   "a partial clone: what was not fetched is unread"});
  }
  for (const std::string& warning : repository->warnings) {
    out.push_back({false, "repository", warning});
  }
}

void look_at_hooks(Lines& out) {
  const auto folder = hook_folder();
  if (!folder) return;  // said above
  std::string installed;
  for (const Hook& hook : hooks()) {
    if (!is_installed(hook, *folder)) continue;
    installed.append(installed.empty() ? "" : ", ").append(hook.name);
  }
  if (folder->keeper == HookKeeper::kLefthook) {
    out.push_back({true, "hooks", "lefthook's: what its configuration says"});
  } else {
    out.push_back(
        {true, "hooks",
         (installed.empty() ? "none" : installed) + " in " + folder->path});
  }
  const auto own = own_hook_folder();
  if (!own || *own == folder->path) return;
  for (const Hook& hook : hooks()) {
    if (is_installed(hook, {*own})) {
      out.push_back(
          {false, "hooks",
           "core.hooksPath hides " + *own + "/" + std::string(hook.name)});
    }
  }
}

}  // namespace

int run_doctor(const DoctorOptions&) {
  Lines lines;
  look_at_program(lines);
  look_at_cache(lines);
  look_at_git(lines);
  look_at_clients(lines);
  look_at_repository(lines);
  look_at_hooks(lines);
  bool is_well = true;
  const int printed = print([&](std::ostream& out) {
    for (const Line& line : lines) {
      is_well = is_well && line.is_well;
      std::string subject = line.subject;
      subject.resize(kSubjectWidth, ' ');
      out << (line.is_well ? "ok    " : "look  ") << subject
          << printable(line.text) << '\n';
    }
  });
  if (printed != kExitClean) return printed;
  return is_well ? kExitClean : kExitFindings;
}

}  // namespace patrol
