package main

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"

	corev1 "k8s.io/api/core/v1"
)

// controllerRuntime uses the client that most controllers use: protobuf for built-in kinds, JSON for others.
func controllerRuntime(s *session) error {
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return err
	}
	if err := gatewayv1.Install(scheme); err != nil {
		return err
	}
	s.note("the client learns what is served")
	c, err := client.New(s.config, client.Options{Scheme: scheme})
	if err != nil {
		return err
	}
	s.step("namespace", c.Create(s.ctx, namespace(s.namespace)))

	s.note("create or update")
	svc := service("shop")
	svc.Namespace = s.namespace
	for _, port := range []int32{80, 81, 81} {
		result, err := controllerutil.CreateOrUpdate(s.ctx, c, svc, func() error {
			svc.Spec.Ports[0].Port = port
			return nil
		})
		s.step(string(result), err)
	}
	gw := gateway("eg")
	gw.Namespace = s.namespace
	for range 2 {
		result, err := controllerutil.CreateOrPatch(s.ctx, c, gw, func() error {
			gw.Annotations = map[string]string{"note": "kept"}
			return nil
		})
		s.step(string(result), err)
	}

	s.note("patches: merge with and without lock, strategic, status")
	before := gw.DeepCopy()
	gw.Spec.Listeners[1].Port = 8081
	s.step("merge", c.Patch(s.ctx, gw, client.MergeFrom(before)))
	stale := before.DeepCopy()
	stale.Labels["x"] = "y"
	s.step("lock", c.Patch(s.ctx, stale, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})))
	old := svc.DeepCopy()
	svc.Spec.Ports = append(svc.Spec.Ports, corev1.ServicePort{Name: "more", Port: 90})
	s.step("strategic", c.Patch(s.ctx, svc, client.StrategicMergeFrom(old)))
	base := gw.DeepCopy()
	gw.Status.Conditions = []metav1.Condition{accepted(gw.Generation)}
	s.step("status patch", c.Status().Patch(s.ctx, gw, client.MergeFrom(base)))
	gw.Status.Conditions[0].Message = "still well"
	s.step("status update", c.Status().Update(s.ctx, gw))
	owned := policy("owned", "shop")
	owned.SetNamespace(s.namespace)
	s.step("owner", controllerutil.SetControllerReference(gw, owned, scheme))
	s.step("owned", c.Create(s.ctx, owned))

	s.note("server-side apply")
	applied := policy("applied", "shop")
	applied.SetNamespace(s.namespace)
	s.step("apply", c.Apply(s.ctx, client.ApplyConfigurationFromUnstructured(applied), client.FieldOwner("one"), client.ForceOwnership))
	dry := client.NewDryRunClient(c)
	again := policy("dry", "shop")
	again.SetNamespace(s.namespace)
	s.step("dry run", dry.Create(s.ctx, again))

	s.note("finalizers")
	controllerutil.AddFinalizer(gw, "example.com/hold")
	s.step("hold", c.Update(s.ctx, gw))
	s.step("delete", c.Delete(s.ctx, gw, client.PropagationPolicy(metav1.DeletePropagationBackground)))
	s.step("get", c.Get(s.ctx, client.ObjectKeyFromObject(gw), gw))
	controllerutil.RemoveFinalizer(gw, "example.com/hold")
	s.step("release", c.Update(s.ctx, gw))
	s.step("get", c.Get(s.ctx, client.ObjectKeyFromObject(gw), gw))

	s.note("lists and deletes of many")
	list := &gatewayv1.GatewayList{}
	s.step("list", c.List(s.ctx, list, client.InNamespace(s.namespace), client.MatchingLabels{"app": "shop"}, client.Limit(5)))
	meta := &metav1.PartialObjectMetadataList{}
	meta.SetGroupVersionKind(gatewayv1.SchemeGroupVersion.WithKind("HTTPRouteList"))
	s.step("metadata", c.List(s.ctx, meta, client.InNamespace(s.namespace)))
	s.step("delete with a version", c.Delete(s.ctx, svc, client.Preconditions{ResourceVersion: &old.ResourceVersion}))
	s.step("delete all", c.DeleteAllOf(s.ctx, &corev1.Service{}, client.InNamespace(s.namespace)))
	s.step("delete all custom", c.DeleteAllOf(s.ctx, &gatewayv1.HTTPRoute{}, client.InNamespace(s.namespace)))
	return nil
}
