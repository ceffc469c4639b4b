/**
 * Answers: what they are made of ({@link io.jukung.server.response.ApiResponse}), which form the
 * client wants ({@link io.jukung.server.response.Negotiator}), and how a failure is told ({@link
 * io.jukung.server.response.StatusAnswers}). Pure; safe for all threads. Upstream's counterparts:
 * {@code k8s.io/apiserver/pkg/endpoints/handlers/negotiation} and {@code responsewriters} at v1.36.
 */
@NullMarked
package io.jukung.server.response;

import org.jspecify.annotations.NullMarked;
