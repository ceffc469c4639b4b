package io.jukung.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a run as one JSON document: machine, options, every sample in nanoseconds and bytes, and
 * every ratio. Stateless.
 */
final class JsonReport {
  private JsonReport() {}

  static void write(
      Path file, BenchOptions options, List<ServerUnderTest> servers, List<Sample> samples)
      throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    machine(root.putObject("machine"));
    options(root.putObject("options"), options);
    ArrayNode names = root.putArray("servers");
    servers.forEach(server -> names.add(server.name()));
    ArrayNode rows = root.putArray("samples");
    samples.forEach(sample -> sample(rows.addObject(), sample));
    if (servers.size() == 2) {
      ArrayNode ratios = root.putArray("timesBetter");
      Comparison.of(servers.get(0).name(), servers.get(1).name(), samples)
          .forEach(comparison -> ratio(ratios.addObject(), comparison));
    }
    Files.write(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  private static void machine(ObjectNode node) {
    node.put("processors", Runtime.getRuntime().availableProcessors());
    node.put("kernel", System.getProperty("os.version", ""));
    node.put("architecture", System.getProperty("os.arch", ""));
    node.put("clientJava", System.getProperty("java.runtime.version", ""));
  }

  private static void options(ObjectNode node, BenchOptions options) {
    node.put("kind", options.kind().resource());
    node.put("objects", options.objects());
    node.put("objectBytes", options.objectBytes());
    node.put("operations", options.operations());
    node.put("lists", options.lists());
    node.put("pageSize", options.pageSize());
    node.put("clients", options.clients());
    node.put("connections", options.connections());
    node.put("watchers", options.watchers());
    node.put("events", options.events());
    node.put("protobuf", options.protobuf());
    node.put("rounds", options.rounds());
    node.put("warmupRounds", options.warmupRounds());
    node.put("maxSeconds", options.limit().toSeconds());
    node.put("seed", options.seed());
  }

  private static void sample(ObjectNode node, Sample sample) {
    node.put("server", sample.server());
    node.put("workload", sample.workload().word());
    node.put("round", sample.round());
    node.put("warmup", sample.warmup());
    node.put("operations", sample.operations());
    node.put("failures", sample.failures());
    node.put("elapsedNs", sample.elapsedNs());
    node.put("operationsPerSecond", sample.operationsPerSecond());
    node.put("p50Ns", sample.p50Ns());
    node.put("p99Ns", sample.p99Ns());
    node.put("maxNs", sample.maxNs());
    node.put("bytes", sample.bytes());
    sample.cpuNs().ifPresent(cpu -> node.put("cpuNs", cpu));
    sample.cpuNsPerOperation().ifPresent(cpu -> node.put("cpuNsPerOperation", cpu));
    sample.residentBytes().ifPresent(bytes -> node.put("residentBytes", bytes));
  }

  private static void ratio(ObjectNode node, Comparison comparison) {
    node.put("workload", comparison.workload().word());
    node.put("round", comparison.round());
    put(node, "throughput", comparison.throughput());
    put(node, "p50", comparison.p50());
    put(node, "p99", comparison.p99());
    put(node, "cpu", comparison.cpu());
    put(node, "memory", comparison.memory());
  }

  private static void put(ObjectNode node, String name, double ratio) {
    if (!Double.isNaN(ratio)) {
      node.put(name, ratio);
    }
  }
}
