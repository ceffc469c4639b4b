package io.jukung.controllers;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jukung.controllers.endpoints.EndpointSliceReconciler;
import io.jukung.controllers.endpoints.EndpointsReconciler;
import io.jukung.controllers.endpoints.ServiceEvents;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import io.jukung.controllers.mirroring.MirroringReconciler;
import io.jukung.controllers.object.ObjectKey;
import io.jukung.controllers.queue.WorkQueue;

/** How the controllers that tell where Services' pods are are wired. */
final class Services {
  static final String ENDPOINT_SLICE = "endpointslice-controller";
  static final String ENDPOINTS = "endpoints-controller";
  static final String MIRRORING = "endpointslice-mirroring-controller";

  private static final int WORKERS = 5;

  private Services() {}

  static void endpointSlice(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<Service> services = context.informers().of(Service.class);
    Informer<Pod> pods = context.informers().of(Pod.class);
    Informer<Node> nodes = context.informers().of(Node.class);
    Informer<EndpointSlice> slices = context.informers().of(EndpointSlice.class);
    EndpointSliceReconciler reconciler =
        new EndpointSliceReconciler(
            context.client(),
            services,
            pods,
            nodes,
            slices,
            context.recorder("endpoint-slice-controller"));
    services.each(service -> queue.add(ObjectKey.of(service)));
    pods.handle(new ServiceEvents(services, queue));
    slices.handle(
        new ChangeHandler<>() {
          @Override
          public void added(EndpointSlice slice) {
            EndpointSliceReconciler.serviceOf(slice).ifPresent(queue::add);
          }

          @Override
          public void updated(EndpointSlice before, EndpointSlice after) {
            EndpointSliceReconciler.serviceOf(before).ifPresent(queue::add);
            EndpointSliceReconciler.serviceOf(after).ifPresent(queue::add);
          }

          @Override
          public void deleted(EndpointSlice last) {
            if (reconciler.sliceGone(last)) {
              EndpointSliceReconciler.serviceOf(last).ifPresent(queue::add);
            }
          }
        });
    context.run(ENDPOINT_SLICE, WORKERS, queue, reconciler);
  }

  static void endpoints(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<Service> services = context.informers().of(Service.class);
    Informer<Pod> pods = context.informers().of(Pod.class);
    Informer<Endpoints> endpoints = context.informers().of(Endpoints.class);
    services.each(service -> queue.add(ObjectKey.of(service)));
    pods.handle(new ServiceEvents(services, queue));
    endpoints.handle(
        new ChangeHandler<>() {
          @Override
          public void added(Endpoints object) {
            // What has no Service is left alone: somebody else's.
          }

          @Override
          public void updated(Endpoints before, Endpoints after) {
            // Changes by others are mended with the Service's next change, as upstream does.
          }

          @Override
          public void deleted(Endpoints last) {
            queue.add(ObjectKey.of(last));
          }
        });
    context.run(
        ENDPOINTS,
        WORKERS,
        queue,
        new EndpointsReconciler(
            context.client(), services, pods, endpoints, context.recorder("endpoint-controller")));
  }

  static void mirroring(ControllerContext context) {
    WorkQueue<ObjectKey> queue = context.queue();
    Informer<Service> services = context.informers().of(Service.class);
    Informer<Endpoints> endpoints = context.informers().of(Endpoints.class);
    Informer<EndpointSlice> slices = context.informers().of(EndpointSlice.class);
    MirroringReconciler reconciler =
        new MirroringReconciler(
            context.client(),
            services,
            endpoints,
            slices,
            context.recorder("endpoint-slice-mirroring-controller"));
    services.eachVersion(
        service -> {
          if (MirroringReconciler.hasNoSelector(service)) {
            queue.add(ObjectKey.of(service));
          }
        });
    endpoints.eachVersion(
        object -> {
          if (MirroringReconciler.mirrors(object)) {
            queue.add(ObjectKey.of(object));
          }
        });
    slices.handle(
        new ChangeHandler<>() {
          @Override
          public void added(EndpointSlice slice) {
            MirroringReconciler.endpointsOf(slice).ifPresent(queue::add);
          }

          @Override
          public void updated(EndpointSlice before, EndpointSlice after) {
            MirroringReconciler.endpointsOf(before).ifPresent(queue::add);
            MirroringReconciler.endpointsOf(after).ifPresent(queue::add);
          }

          @Override
          public void deleted(EndpointSlice last) {
            if (reconciler.sliceGone(last)) {
              MirroringReconciler.endpointsOf(last).ifPresent(queue::add);
            }
          }
        });
    context.run(MIRRORING, WORKERS, queue, reconciler);
  }
}
