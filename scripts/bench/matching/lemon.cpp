// Solves matching problems with LEMON (liblemon-dev), to compare with: lemon <graph> <weight|cardinality> [partners]
// The graph: little-endian int32 words n, m, then m times u, v, weight. One line of JSON comes out, and the partners as n int32 words if asked for.
#include <lemon/matching.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using Graph = lemon::SmartGraph;
using Weights = Graph::EdgeMap<long long>;

static double wallMs() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static double cpuMs() {
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  const auto ms = [](const timeval& t) { return t.tv_sec * 1e3 + t.tv_usec / 1e3; };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  std::int32_t head[2];
  if (!in.read(reinterpret_cast<char*>(head), sizeof head)) return 2;
  const int n = head[0], m = head[1];
  std::vector<std::int32_t> words(3 * static_cast<std::size_t>(m));
  if (m > 0 && !in.read(reinterpret_cast<char*>(words.data()), words.size() * sizeof words[0])) return 2;

  long long heaviest = 0;
  for (int e = 0; e < m; e++) heaviest = std::max<long long>(heaviest, words[3 * e + 2]);
  // More than any matching weighs: so more pairs always come first.
  const long long perPair = std::string(argv[2]) == "cardinality" ? heaviest * (n / 2) + 1 : 0;

  const double buildFrom = cpuMs();
  Graph graph;
  graph.reserveNode(n);
  graph.reserveEdge(m);
  for (int v = 0; v < n; v++) graph.addNode();
  Weights weights(graph);
  for (int e = 0; e < m; e++) {
    weights[graph.addEdge(graph.nodeFromId(words[3 * e]), graph.nodeFromId(words[3 * e + 1]))] = words[3 * e + 2] + perPair;
  }
  const double solveFrom = cpuMs(), solveFromWall = wallMs();
  lemon::MaxWeightedMatching<Graph, Weights> solver(graph, weights);
  solver.run();  // Starts from the fractional matching.
  const double solvedAt = cpuMs(), solvedAtWall = wallMs();

  long long weight = 0;
  int pairs = 0;
  for (int e = 0; e < m; e++) {
    if (!solver.matching(graph.edgeFromId(e))) continue;
    weight += words[3 * e + 2];
    pairs++;
  }
  if (argc > 3) {
    std::vector<std::int32_t> partner(n, -1);
    for (int v = 0; v < n; v++) {
      const Graph::Node mate = solver.mate(graph.nodeFromId(v));
      if (mate != lemon::INVALID) partner[v] = graph.id(mate);
    }
    std::ofstream(argv[3], std::ios::binary).write(reinterpret_cast<const char*>(partner.data()), partner.size() * sizeof partner[0]);
  }
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"weight\":%lld,\"pairs\":%d,\"buildMs\":%.2f,\"cpuMs\":%.2f,\"wallMs\":%.2f,\"peakMb\":%.0f}\n", weight, pairs, solveFrom - buildFrom,
              solvedAt - solveFrom, solvedAtWall - solveFromWall, used.ru_maxrss / 1024.0);
}
