/**
 * The API described in OpenAPI, version 2 and 3, made from the catalog: {@code kubectl explain},
 * client-side validation, {@code kubectl apply} and code generators read it. The build makes the
 * documents of the built-in API ({@link io.jukung.registry.openapi.OpenApiBuilder}) and keeps them
 * compressed beside the classes; a server only reads them. All types here are safe for all threads.
 *
 * <p>Known differences to upstream's documents, in texts only: the values of enumerations have none
 * each; some lack empty lines; a dozen fields that refer to another type have the wording of a
 * later release, and six of apiregistration none; those of watch paths, of paths that are about no
 * object, and of the parameters {@code pretty} and {@code namespace} are in own words. The
 * parameters that version 2 keeps in a table have other names there.
 *
 * <p>Imports {@code io.jukung.registry.catalog}, {@code io.jukung.registry.meta} and {@code
 * io.jukung.storage.Bytes}. Upstream's counterparts: kube-openapi's {@code builder}, {@code
 * builder3}, {@code handler} and {@code handler3}, and the API server's {@code
 * pkg/endpoints/installer.go}.
 */
@NullMarked
package io.jukung.registry.openapi;

import org.jspecify.annotations.NullMarked;
