/**
 * The controllers against an API server they only know by its URL: this project's, or the one
 * {@code JUKUNG_TEST_KUBECONFIG} names.
 */
@NullMarked
package io.jukung.conformance.controllers;

import org.jspecify.annotations.NullMarked;
