package io.jukung.registry.store;

/**
 * How to create or change an object.
 *
 * @param dryRun do everything but write
 * @param subresource {@code status}, {@code scale}... or empty for the object itself; decides which
 *     part may change
 * @param admission asked on the final object
 */
public record WriteOptions(boolean dryRun, String subresource, AdmissionHook admission) {
  /** A plain write of the object itself. */
  public static final WriteOptions DEFAULT = new WriteOptions(false, "", AdmissionHook.NONE);
}
