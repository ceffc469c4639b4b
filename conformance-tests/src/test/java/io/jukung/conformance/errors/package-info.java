/**
 * The table of error answers: files of requests, each with the answer kube-apiserver gives, read by
 * {@link io.jukung.conformance.errors.ErrorRow} and sent by {@code ErrorAnswersTest}.
 */
@NullMarked
package io.jukung.conformance.errors;

import org.jspecify.annotations.NullMarked;
