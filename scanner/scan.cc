#include "scanner/scan.h"

#include <tbb/global_control.h>
#include <tbb/parallel_for_each.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "scanner/archive_scan.h"
#include "scanner/outcome_sink.h"
#include "scanner/repository_allowances.h"
#include "scanner/sources/allowances.h"
#include "scanner/sources/file_input.h"
#include "scanner/sources/tree.h"

namespace patrol {
namespace {

// Files of one task: enough to hide what a task costs, few enough that the
// last folder of a tree is shared out.
constexpr std::size_t kBatch = 32;

constexpr std::string_view kStandardInput = "-";

// A folder that the user named, and how its files are called in the report.
struct Root {
  Tree tree;
  std::string prefix;                        // "" or "src/"
  std::vector<std::string_view> allowances;  // files that it has, which count
};

// Error: it is none, or has more than kMaxIgnoreFile bytes.
Result<std::string> read_text(Result<FileInput> input) {
  if (!input) return input.error();
  std::string text(kMaxIgnoreFile + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const auto size = input->read(text.data() + filled, text.size() - filled);
    if (!size) return size.error();
    if (*size == 0) break;
    filled += *size;
  }
  if (filled > kMaxIgnoreFile) return Error{"too large"};
  text.resize(filled);
  return text;
}

// A file or a stream that the user named. It is opened by what was typed:
// "link/../a" and "a" are not the same file.
struct NamedFile {
  std::string typed;
  std::string shown;
};

struct FolderTask {
  const Root* root;
  Folder folder;
};
struct FilesTask {
  const Root* root;
  std::vector<std::string> files;  // relative to the root
};
using Task = std::variant<FolderTask, FilesTask, NamedFile>;
using Feeder = tbb::feeder<Task>;

class FileScan {
 public:
  FileScan(const ScanRequest& request, const Detector& detector,
           Collector& collector, ScanProgress& progress,
           const std::atomic<bool>& stop)
      : request_(request),
        detector_(detector),
        stop_(stop),
        sink_(collector, progress, request.explain) {}

  void run(Task& task, Feeder& feeder);
  void read_named(const NamedFile& file);
  void allow(const Root& root, Allowances& allowances);
  ScanNotes take_notes() { return sink_.take_notes(); }

 private:
  void expand(FolderTask& task, Feeder& feeder);
  void read_files(const FilesTask& task);
  void read(const std::string& path, Result<FileInput> input);
  Result<BlobScanner> take_scanner();
  void give_back(BlobScanner scanner);

  const ScanRequest& request_;
  const Detector& detector_;
  const std::atomic<bool>& stop_;
  OutcomeSink sink_;

  std::mutex mutex_;  // guards what follows
  std::vector<BlobScanner> idle_scanners_;
};

// What the folder's own files say is no secret.
void FileScan::allow(const Root& root, Allowances& allowances) {
  for (const std::string_view name : root.allowances) {
    const Result<std::string> text =
        read_text(root.tree.open_file(std::string(name)));
    if (text) {
      allowances.add(root.prefix, name, *text);
    } else {
      sink_.warn(
          {root.prefix + std::string(name) + ": " + text.error().message});
    }
  }
}

void FileScan::run(Task& task, Feeder& feeder) {
  if (stop_.load(std::memory_order_relaxed)) return;
  if (auto* folder = std::get_if<FolderTask>(&task)) {
    expand(*folder, feeder);
  } else if (auto* files = std::get_if<FilesTask>(&task)) {
    read_files(*files);
  } else {
    read_named(std::get<NamedFile>(task));
  }
}

void FileScan::expand(FolderTask& task, Feeder& feeder) {
  const Root& root = *task.root;
  Listing listing = root.tree.expand(task.folder);
  for (const Unread& entry : listing.skipped) {
    sink_.skipped({root.prefix + entry.path}, entry.reason);
  }
  for (const Unread& entry : listing.unread) {
    sink_.unread({root.prefix + entry.path}, entry.reason);
  }
  sink_.warn(std::move(listing.warnings));
  for (Folder& folder : listing.folders) {
    feeder.add(FolderTask{&root, std::move(folder)});
  }
  auto& files = listing.files;
  for (std::size_t i = kBatch; i < files.size(); i += kBatch) {
    const std::size_t end = std::min(files.size(), i + kBatch);
    FilesTask batch{&root, {}};
    for (std::size_t f = i; f < end; ++f) {
      batch.files.push_back(std::move(files[f]));
    }
    feeder.add(std::move(batch));
  }
  files.resize(std::min(files.size(), kBatch));
  read_files({&root, std::move(files)});
}

void FileScan::read_files(const FilesTask& task) {
  for (const std::string& file : task.files) {
    if (stop_.load(std::memory_order_relaxed)) return;
    read(task.root->prefix + file, task.root->tree.open_file(file));
  }
}

void FileScan::read_named(const NamedFile& file) {
  Result<FileInput> input = file.typed == kStandardInput
                                ? open_standard_input()
                                : open_named(file.typed);
  if (input) input->heed(stop_);
  read(file.shown, std::move(input));
}

// One file. What a library throws (out of memory) fails this file alone.
void FileScan::read(const std::string& path, Result<FileInput> input) {
  if (!input) return sink_.unread({path}, input.error().message);
  if (request_.max_blob_size != 0 && input->size() > request_.max_blob_size) {
    return sink_.skipped({path}, "larger than --max-file-size");
  }
  try {
    Result<BlobScanner> scanner = take_scanner();
    if (!scanner) return sink_.unread({path}, scanner.error().message);
    ArchiveScan scan(*scanner, request_.max_archive_depth, stop_, sink_);
    scan.scan({path}, *input);
    give_back(*std::move(scanner));
  } catch (const std::exception& thrown) {
    sink_.unread({path}, thrown.what());
  }
}

// As many are made as files are read at once. oneTBB's thread-local storage
// would do, but loads a library of its own for it, at each start.
Result<BlobScanner> FileScan::take_scanner() {
  const std::lock_guard lock(mutex_);
  if (idle_scanners_.empty()) return BlobScanner::make(detector_);
  BlobScanner scanner = std::move(idle_scanners_.back());
  idle_scanners_.pop_back();
  return scanner;
}

void FileScan::give_back(BlobScanner scanner) {
  const std::lock_guard lock(mutex_);
  idle_scanners_.push_back(std::move(scanner));
}

// "./src//core/" -> "src/core": how the report calls it.
std::string normal(const std::string& path) {
  std::string out = std::filesystem::path(path).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

// A single folder is the root that paths in the report are relative to; among
// several each keeps its name.
std::string prefix_of(const std::string& path, bool alone) {
  const std::string name = normal(path);
  if (alone || name == ".") return {};
  return name == "/" ? name : name + "/";
}

// What the paths stand for, and where the walk begins. `roots` keeps the trees.
Result<std::vector<Task>> first_tasks(const ScanRequest& request,
                                      std::deque<Root>& roots) {
  const IgnoreRules rules =
      request.no_ignore ? IgnoreRules::kDisregard : IgnoreRules::kApply;
  std::vector<Task> tasks;
  for (const std::string& path : request.paths) {
    if (path == kStandardInput) {
      tasks.push_back(NamedFile{path, path});
      continue;
    }
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error || !std::filesystem::exists(status)) {
      return Error{path + ": " +
                   (error ? error.message() : "no such file or folder")};
    }
    if (!std::filesystem::is_directory(status)) {
      tasks.push_back(NamedFile{path, normal(path)});
      continue;
    }
    Result<Tree> tree = Tree::open(path, rules);
    if (!tree) return Error{path + ": " + tree.error().message};
    std::vector<std::string_view> allowances;
    for (const std::string_view name : kAllowanceFiles) {
      const std::string file = path + "/" + std::string(name);
      if (!request.no_config && std::filesystem::exists(file, error)) {
        allowances.push_back(name);
      }
    }
    roots.push_back({*std::move(tree),
                     prefix_of(path, request.paths.size() == 1),
                     std::move(allowances)});
    tasks.push_back(FolderTask{&roots.back(), roots.back().tree.root()});
  }
  return tasks;
}

// The task, if it is but one file: then there is nothing to share out, and to
// start oneTBB would take longer than to read most files (0.5 ms).
const NamedFile* only_file(const std::vector<Task>& tasks) {
  return tasks.size() == 1 ? std::get_if<NamedFile>(&tasks.front()) : nullptr;
}

}  // namespace

Result<ScanNotes> scan(const ScanRequest& request, const Detector& detector,
                       Collector& collector, ScanProgress& progress,
                       const std::atomic<bool>& stop) {
  std::deque<Root> roots;
  Result<std::vector<Task>> tasks = first_tasks(request, roots);
  if (!tasks) return tasks.error();

  std::optional<tbb::global_control> limit;
  if (request.jobs != 0) {
    limit.emplace(tbb::global_control::max_allowed_parallelism, request.jobs);
  }
  FileScan files(request, detector, collector, progress, stop);
  Allowances allowances;
  for (const Root& root : roots) files.allow(root, allowances);
  heed(std::move(allowances), collector);
  if (const NamedFile* file = only_file(*tasks)) {
    files.read_named(*file);
  } else {
    tbb::parallel_for_each(
        tasks->begin(), tasks->end(),
        [&](Task& task, Feeder& feeder) { files.run(task, feeder); });
  }
  return files.take_notes();
}

}  // namespace patrol
