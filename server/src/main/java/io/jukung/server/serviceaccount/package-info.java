/**
 * Service account tokens: JSON web tokens this server signs for pods and others ({@link
 * io.jukung.server.serviceaccount.TokenRequestEndpoint}), verifies when they are shown ({@link
 * io.jukung.server.serviceaccount.ServiceAccountTokens}) and lets others verify ({@link
 * io.jukung.server.serviceaccount.OpenIdMetadata}). A token is good while its signature, its times,
 * its account and the object it is bound to are; accounts and objects are looked up in the
 * registry's read cache, on the request's thread.
 *
 * <p>Imports {@code authentication}, {@code pki}, {@code resource} and the registry. Upstream's
 * counterparts: {@code pkg/serviceaccount} and {@code
 * pkg/registry/core/serviceaccount/storage/token.go} at v1.36.
 */
@NullMarked
package io.jukung.server.serviceaccount;

import org.jspecify.annotations.NullMarked;
