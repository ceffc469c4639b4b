/**
 * The objects a new cluster starts with: namespaces, the {@code kubernetes} Service, priority
 * classes, RBAC roles and bindings, flow control, local APIServices. {@link
 * io.jukung.registry.bootstrap.Bootstrap#ensure} writes those that are missing in one transaction
 * and leaves all others alone; it runs on the caller's thread, before the server takes requests.
 *
 * <p>The facts lie beside the code as {@code rbac.txt}, {@code objects.jsonl} and {@code
 * apiservices.txt}. Imports {@code catalog}, {@code meta}, {@code apply} and {@code
 * io.jukung.storage}. Upstream's counterparts: {@code
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy}, {@code
 * apiserver/pkg/apis/flowcontrol/bootstrap}, {@code pkg/controlplane/controller} at v1.36.
 */
@NullMarked
package io.jukung.registry.bootstrap;

import org.jspecify.annotations.NullMarked;
