/** The controllers of kube-controller-manager. */
@NullMarked
package io.jukung.controllers;

import org.jspecify.annotations.NullMarked;
