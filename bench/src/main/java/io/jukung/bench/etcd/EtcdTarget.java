package io.jukung.bench.etcd;

import java.net.URI;
import java.util.List;

/**
 * Something that serves etcd's API, on one member or several.
 *
 * @param name in the report
 * @param endpoints where clients connect to, in turn
 * @param processes process ids on this machine that are charged for the work; none when elsewhere
 */
record EtcdTarget(String name, List<URI> endpoints, List<Long> processes) {
  EtcdTarget {
    endpoints = List.copyOf(endpoints);
    processes = List.copyOf(processes);
  }
}
