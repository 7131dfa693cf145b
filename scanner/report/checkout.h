// Where the files of a scan lie in the checkout of a CI job. A report's paths
// are relative to the folder that was scanned; what links a finding to a file,
// as GitHub, GitLab and Azure Pipelines do, wants them from the folder in which
// the job runs, the root of the repository:
//
//   patrol scan ci       ci/build.yml in the repository, build.yml in a report
//
// It looks at the file system: whether the target is a folder.
#pragma once

#include <string>

#include "scanner/core/finding.h"

namespace patrol {

class Checkout {
 public:
  explicit Checkout(const ScanSummary&);

  // From the working folder, '/'; without the member of an archive. Of a
  // target outside of the working folder as the report has it. As the bytes
  // are: not safe to print.
  std::string file(const Location&) const;

  // The same with "!member".
  std::string path(const Location&) const;

  // What opens `path` of the report, from the working folder.
  std::string to_open(const std::string& path) const;

 private:
  std::string folder_;  // as the user named it: "" or "ci/" or "/a/"
  std::string prefix_;  // the same from the working folder: "" or "ci/"
};

}  // namespace patrol
