/**
 * The build step that makes the catalog: it joins the published artifacts with the facts that none
 * of them has, and writes the file that {@link io.jukung.registry.catalog.Catalog#load} reads. Runs
 * in Maven's {@code process-classes}, in a process of its own; no other code may use it, and the
 * module's jar leaves it out.
 *
 * <ul>
 *   <li>{@code client-java-proto}'s sources jar: protobuf numbers, types, texts and markers.
 *   <li>{@code client-java-api}'s sources jar: what is required, the texts of apiregistration, and
 *       the empty lines in texts, which the first lacks.
 *   <li>{@code src/main/catalog/fields.txt}: the fields' order in JSON, what is left out when
 *       empty, enum values, and the types that have no protobuf artifact.
 *   <li>{@code src/main/catalog/resources.json}: what is served and where it is kept.
 * </ul>
 *
 * <h2>Moving to the next Kubernetes release</h2>
 *
 * Change the three versions in the root pom ({@code kubernetes-java.version} for the artifacts
 * here, {@code kubernetes.version} for what the server says of itself, {@code fabric8.version} for
 * the clients) and rebuild. The build stops at each field that {@code fields.txt} and the protobuf
 * classes do not agree on: a new field needs its place in the order and its flags, a gone one
 * leaves. Then read the differences between {@code target/catalog.txt} (the catalog as text, one
 * line per field) before and after: that is the API's change. New resources go into {@code
 * resources.json}. The head of each file says how to check it against a running API server.
 */
@NullMarked
package io.jukung.registry.catalog.build;

import org.jspecify.annotations.NullMarked;
