// How fast the engine is in memory, with the whole catalogue, per core and over
// threads; what a start costs.
//
// Texts are read once and scanned from memory, blob by blob, as files are. The
// kinds differ in what they cost: source code has few triggers; minified code
// is one long line; random base64 is all one alphabet, so every run search
// stops at every byte: the floor. PATROL_BENCH_SOURCE names a folder of source
// code other than /usr/include.

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/detect/prefilter.h"
#include "scanner/engine.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCorpusBytes = 64 << 20;

using Corpus = std::vector<PaddedCopy>;

bool has_extension(const fs::path& path,
                   const std::vector<std::string_view>& extensions) {
  for (std::string_view extension : extensions) {
    if (path.string().ends_with(extension)) return true;
  }
  return false;
}

// The files below `folder` with one of the endings, in sorted order, until
// they are kCorpusBytes.
Corpus read_corpus(const fs::path& folder,
                   const std::vector<std::string_view>& endings) {
  std::vector<fs::path> paths;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(
           folder, fs::directory_options::skip_permission_denied, ignored)) {
    if (entry.is_regular_file(ignored) &&
        has_extension(entry.path(), endings)) {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  Corpus corpus;
  std::size_t bytes = 0;
  for (const fs::path& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    corpus.emplace_back(text.str());
    bytes += corpus.back().view().size();
    if (bytes > kCorpusBytes) break;
  }
  return corpus;
}

const Corpus& source_code() {
  static const Corpus corpus = [] {
    const char* folder = std::getenv("PATROL_BENCH_SOURCE");
    return read_corpus(folder ? folder : "/usr/include",
                       {".h", ".hpp", ".c", ".cc", ".cpp", ".tcc"});
  }();
  return corpus;
}

const Corpus& minified_code() {
  static const Corpus corpus =
      read_corpus("/usr/share", {".min.js", ".min.css"});
  return corpus;
}

const Corpus& random_base64() {
  static const Corpus corpus = [] {
    std::mt19937 random(1);
    std::string text(8 << 20, '\0');
    for (char& c : text) {
      c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          [random() % 64];
    }
    Corpus made;
    made.emplace_back(text);
    return made;
  }();
  return corpus;
}

const Engine& engine() {
  static const Engine made = *make_engine({});
  return made;
}

std::size_t size_of(const Corpus& corpus) {
  std::size_t bytes = 0;
  for (const PaddedCopy& text : corpus) bytes += text.view().size();
  return bytes;
}

void scan_all(BlobScanner& scanner, const Corpus& corpus) {
  const std::atomic<bool> stop = false;
  for (const PaddedCopy& text : corpus) {
    benchmark::DoNotOptimize(scanner.scan(text.view(), stop).bytes);
  }
}

void BM_Scan(benchmark::State& state, const Corpus& (*corpus)()) {
  if (corpus().empty()) return state.SkipWithError("no such files here");
  Result<BlobScanner> scanner = BlobScanner::make(*engine().detector);
  for (auto _ : state) scan_all(*scanner, corpus());
  state.SetBytesProcessed(static_cast<std::int64_t>(size_of(corpus())) *
                          state.iterations());
}
BENCHMARK_CAPTURE(BM_Scan, source_code, source_code)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Scan, minified_code, minified_code)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Scan, random_base64, random_base64)
    ->Unit(benchmark::kMillisecond);
// Every thread scans the whole corpus: bytes per second should grow with them.
BENCHMARK_CAPTURE(BM_Scan, source_code_by_threads, source_code)
    ->Unit(benchmark::kMillisecond)
    ->ThreadRange(1, 2)
    ->UseRealTime();

// Copying the text into a scanner's buffer, as reading a file does and BM_Scan
// does not.
void BM_Copy(benchmark::State& state) {
  Buffer buffer(kOwnBytes);
  for (auto _ : state) {
    for (const PaddedCopy& text : source_code()) {
      MemoryInput input(text.view());
      while (*input.read(buffer.data(), buffer.capacity()) != 0) {
        benchmark::DoNotOptimize(buffer.data());
        benchmark::ClobberMemory();
      }
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(size_of(source_code())) *
                          state.iterations());
}
BENCHMARK(BM_Copy)->Unit(benchmark::kMillisecond);

// From nothing to a detector, as at every start.
void BM_LoadCatalogue(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make_engine({}));
}
BENCHMARK(BM_LoadCatalogue)->Unit(benchmark::kMicrosecond);

// What users' own rules cost when they are not in the cache.
void BM_CompileCatalogue(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(Prefilter::compile_portable(*engine().rules));
  }
}
BENCHMARK(BM_CompileCatalogue)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace patrol

BENCHMARK_MAIN();
