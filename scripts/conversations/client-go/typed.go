package main

import (
	"encoding/json"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
	applyv1 "sigs.k8s.io/gateway-api/applyconfiguration/apis/v1"
)

// typed uses the clients that are generated for Gateway API.
func typed(s *session) error {
	kube, clients, err := s.clients()
	if err != nil {
		return err
	}
	s.note("create the namespace")
	_, err = kube.CoreV1().Namespaces().Create(s.ctx, namespace(s.namespace), metav1.CreateOptions{})
	s.step("namespace", err)
	v1 := clients.GatewayV1()

	s.note("a gateway class, twice")
	class := &gatewayv1.GatewayClass{ObjectMeta: metav1.ObjectMeta{Name: s.namespace}, Spec: gatewayv1.GatewayClassSpec{ControllerName: "example.com/controller"}}
	_, err = v1.GatewayClasses().Create(s.ctx, class, metav1.CreateOptions{})
	s.step("class", err)
	_, err = v1.GatewayClasses().Create(s.ctx, class, metav1.CreateOptions{})
	s.step("class again", err)
	class.Spec.ControllerName = "example.com/other"
	_, err = v1.GatewayClasses().Update(s.ctx, class, metav1.UpdateOptions{})
	s.step("class without version", err)

	s.note("gateway: create, get, update, conflict")
	gateways := v1.Gateways(s.namespace)
	made, err := gateways.Create(s.ctx, gateway("eg"), metav1.CreateOptions{FieldManager: "maker"})
	s.step("gateway", err)
	stale := made.DeepCopy()
	made.Labels["tier"] = "front"
	made, err = gateways.Update(s.ctx, made, metav1.UpdateOptions{FieldManager: "changer"})
	s.step("update", err)
	stale.Spec.Listeners[0].Port = 81
	_, err = gateways.Update(s.ctx, stale, metav1.UpdateOptions{})
	s.step("stale update", err)
	s.step("with retries", retry.RetryOnConflict(retry.DefaultRetry, func() error {
		now, err := gateways.Get(s.ctx, "eg", metav1.GetOptions{})
		if err != nil {
			return err
		}
		now.Spec.Listeners[0].Port = 81
		_, err = gateways.Update(s.ctx, now, metav1.UpdateOptions{})
		return err
	}))

	s.note("gateway: status")
	now, err := gateways.Get(s.ctx, "eg", metav1.GetOptions{})
	s.step("get", err)
	now.Status.Conditions = []metav1.Condition{accepted(now.Generation)}
	now.Spec.Listeners[0].Port = 99
	now, err = gateways.UpdateStatus(s.ctx, now, metav1.UpdateOptions{FieldManager: "controller"})
	s.step("status", err)
	now.Status.Conditions = append(now.Status.Conditions, metav1.Condition{Type: "bad type", Status: "Maybe"})
	_, err = gateways.UpdateStatus(s.ctx, now, metav1.UpdateOptions{})
	s.step("bad status", err)

	s.note("routes: create, generated name, dry run, bad ones")
	httpRoutes := v1.HTTPRoutes(s.namespace)
	_, err = httpRoutes.Create(s.ctx, route("shop"), metav1.CreateOptions{})
	s.step("route", err)
	generated := route("")
	generated.GenerateName = "shop-"
	_, err = httpRoutes.Create(s.ctx, generated, metav1.CreateOptions{})
	s.step("generated", err)
	_, err = httpRoutes.Create(s.ctx, route("dry"), metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	s.step("dry run", err)
	bad := route("bad")
	bad.Spec.Hostnames = []gatewayv1.Hostname{"not a host"}
	bad.Spec.Rules[0].BackendRefs[0].Weight = nil
	bad.Spec.Rules[0].BackendRefs[1].Port = nil
	_, err = httpRoutes.Create(s.ctx, bad, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
	s.step("bad route", err)
	_, err = v1.GRPCRoutes(s.namespace).Create(s.ctx, grpcRoute("cart"), metav1.CreateOptions{FieldValidation: metav1.FieldValidationWarn})
	s.step("grpc route", err)

	s.note("routes: apply configurations of two managers")
	apply := applyv1.HTTPRoute("applied", s.namespace).WithLabels(map[string]string{"by": "one"}).
		WithSpec(applyv1.HTTPRouteSpec().WithParentRefs(applyv1.ParentReference().WithName("eg")).WithHostnames("one.example.com"))
	_, err = httpRoutes.Apply(s.ctx, apply, metav1.ApplyOptions{FieldManager: "one"})
	s.step("apply", err)
	_, err = httpRoutes.Apply(s.ctx, apply, metav1.ApplyOptions{FieldManager: "one"})
	s.step("apply again", err)
	apply.Spec.Hostnames = []gatewayv1.Hostname{"two.example.com"}
	_, err = httpRoutes.Apply(s.ctx, apply, metav1.ApplyOptions{FieldManager: "two"})
	s.step("conflict", err)
	forced, err := httpRoutes.Apply(s.ctx, apply, metav1.ApplyOptions{FieldManager: "two", Force: true})
	s.step("forced", err)
	if extracted, err := applyv1.ExtractHTTPRoute(forced, "two"); err == nil {
		_, err = httpRoutes.Apply(s.ctx, extracted.WithAnnotations(map[string]string{"note": "extracted"}), metav1.ApplyOptions{FieldManager: "two"})
		s.step("extracted", err)
	}
	_, err = httpRoutes.ApplyStatus(s.ctx, applyv1.HTTPRoute("applied", s.namespace).WithStatus(applyv1.HTTPRouteStatus().WithParents(
		applyv1.RouteParentStatus().WithParentRef(applyv1.ParentReference().WithName("eg")).WithControllerName("example.com/controller"))),
		metav1.ApplyOptions{FieldManager: "controller", Force: true})
	s.step("apply status", err)
	_, err = httpRoutes.Apply(s.ctx, apply, metav1.ApplyOptions{})
	s.step("apply without manager", err)

	s.note("routes: patches")
	for _, patch := range []struct {
		kind types.PatchType
		text string
	}{
		{types.MergePatchType, `{"spec":{"hostnames":null}}`},
		{types.MergePatchType, `{"spec":{"rules":[{"matches":[{"method":"PUT"}]}]}}`},
		{types.JSONPatchType, `[{"op":"add","path":"/spec/hostnames","value":["json.example.com"]}]`},
		{types.JSONPatchType, `[{"op":"replace","path":"/spec/nothing","value":1}]`},
		{types.StrategicMergePatchType, `{"spec":{}}`},
		{types.ApplyPatchType, `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","spec":{"hostnames":["raw.example.com"]}}`},
		{types.MergePatchType, `{"metadata":{"resourceVersion":"1"}}`},
		{types.MergePatchType, `{"metadata":{"finalizers":["example.com/hold"]}}`},
	} {
		options := metav1.PatchOptions{}
		if patch.kind == types.ApplyPatchType {
			options.FieldManager = "raw"
		}
		_, err = httpRoutes.Patch(s.ctx, "shop", patch.kind, []byte(patch.text), options)
		s.step(string(patch.kind), err)
	}
	_, err = httpRoutes.Patch(s.ctx, "shop", types.MergePatchType, []byte(`{"status":{"parents":[]}}`), metav1.PatchOptions{}, "status")
	s.step("patch of status", err)

	s.note("routes: a watch sees it all")
	listed, err := httpRoutes.List(s.ctx, metav1.ListOptions{LabelSelector: "app=shop"})
	s.step("list", err)
	watch, err := httpRoutes.Watch(s.ctx, metav1.ListOptions{ResourceVersion: listed.ResourceVersion, LabelSelector: "app=shop", AllowWatchBookmarks: true})
	if err != nil {
		return err
	}
	one, _ := json.Marshal(map[string]any{"metadata": map[string]any{"labels": map[string]any{"app": "other"}}})
	_, err = httpRoutes.Patch(s.ctx, "shop", types.MergePatchType, one, metav1.PatchOptions{})
	s.step("leaves the selection", err)
	s.step("delete held", httpRoutes.Delete(s.ctx, "shop", metav1.DeleteOptions{}))
	_, err = httpRoutes.Patch(s.ctx, "shop", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	s.step("released", err)
	uid := types.UID("00000000-0000-0000-0000-000000000000")
	s.step("precondition", httpRoutes.Delete(s.ctx, "applied", metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}}))
	background := metav1.DeletePropagationBackground
	s.step("background", httpRoutes.Delete(s.ctx, "applied", metav1.DeleteOptions{PropagationPolicy: &background}))
	s.step("nothing", httpRoutes.Delete(s.ctx, "nothing", metav1.DeleteOptions{}))
	s.step("collection", httpRoutes.DeleteCollection(s.ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "app=shop"}))
	time.Sleep(300 * time.Millisecond)
	watch.Stop()

	s.note("other versions of kinds")
	_, err = clients.GatewayV1beta1().Gateways(s.namespace).List(s.ctx, metav1.ListOptions{})
	s.step("v1beta1", err)
	_, err = clients.GatewayV1beta1().ReferenceGrants(s.namespace).List(s.ctx, metav1.ListOptions{})
	s.step("v1beta1 grants", err)
	_, err = clients.GatewayV1alpha2().GRPCRoutes(s.namespace).List(s.ctx, metav1.ListOptions{})
	s.step("v1alpha2", err)
	s.step("class", v1.GatewayClasses().Delete(s.ctx, s.namespace, metav1.DeleteOptions{}))
	return nil
}
