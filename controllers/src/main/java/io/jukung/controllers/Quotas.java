package io.jukung.controllers;

import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.queue.WorkQueue;
import io.jukung.controllers.resourcequota.QuotaController;

/** How the controller that counts for quotas is wired. */
final class Quotas {
  static final String RESOURCE_QUOTA = "resourcequota-controller";

  private static final int WORKERS = 5;

  private Quotas() {}

  static void resourceQuota(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    QuotaController controller =
        new QuotaController(context.client(), context.informers(), queue, context.clock());
    context.add(
        new ControllerContext.Part() {
          @Override
          public void start() {
            // Counting begins with the first quota.
          }

          @Override
          public void close() {
            controller.close();
          }
        });
    context.run(RESOURCE_QUOTA, WORKERS, queue, controller.reconciler());
  }
}
