package main

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applydiscoveryv1 "k8s.io/client-go/applyconfigurations/discovery/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// core uses the clients of the built-in kinds, in JSON and in protobuf.
func core(s *session) error {
	if err := coreIn(s, s.namespace, s.config); err != nil {
		return err
	}
	protobuf := rest.CopyConfig(s.config)
	protobuf.ContentType = runtime.ContentTypeProtobuf
	protobuf.AcceptContentTypes = runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON
	return coreIn(s, s.namespace+"-protobuf", protobuf)
}

func coreIn(s *session, name string, config *rest.Config) error {
	kube, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	s.note("namespace " + name)
	space, err := kube.CoreV1().Namespaces().Create(s.ctx, namespace(name), metav1.CreateOptions{})
	s.step("namespace", err)
	space.Labels["team"] = "a"
	_, err = kube.CoreV1().Namespaces().Update(s.ctx, space, metav1.UpdateOptions{})
	s.step("namespace update", err)
	_, err = kube.CoreV1().Namespaces().Patch(s.ctx, name, types.StrategicMergePatchType, []byte(`{"metadata":{"labels":{"team":null}}}`), metav1.PatchOptions{})
	s.step("namespace patch", err)

	s.note("services")
	services := kube.CoreV1().Services(name)
	made, err := services.Create(s.ctx, service("shop"), metav1.CreateOptions{})
	s.step("create", err)
	_, err = services.Create(s.ctx, service("shop"), metav1.CreateOptions{})
	s.step("create again", err)
	watch, err := services.Watch(s.ctx, metav1.ListOptions{ResourceVersion: made.ResourceVersion})
	if err != nil {
		return err
	}
	made.Spec.Ports = append(made.Spec.Ports, corev1.ServicePort{Name: "more", Port: 81, TargetPort: intstr.FromString("named")})
	made, err = services.Update(s.ctx, made, metav1.UpdateOptions{})
	s.step("update", err)
	bad := made.DeepCopy()
	bad.Spec.ClusterIP = "10.0.0.77"
	bad.Spec.Ports[0].Port = 0
	_, err = services.Update(s.ctx, bad, metav1.UpdateOptions{})
	s.step("bad update", err)
	made.Status.Conditions = []metav1.Condition{accepted(0)}
	_, err = services.UpdateStatus(s.ctx, made, metav1.UpdateOptions{})
	s.step("status", err)
	_, err = services.Patch(s.ctx, "shop", types.StrategicMergePatchType, []byte(`{"spec":{"ports":[{"port":80,"targetPort":3001},{"port":81,"$patch":"delete"}]}}`), metav1.PatchOptions{})
	s.step("strategic", err)
	_, err = services.Apply(s.ctx, applycorev1.Service("shop", name).WithSpec(applycorev1.ServiceSpec().WithPorts(applycorev1.ServicePort().WithPort(90).WithName("applied"))), metav1.ApplyOptions{FieldManager: "one"})
	s.step("apply", err)
	_, err = services.Apply(s.ctx, applycorev1.Service("shop", name).WithSpec(applycorev1.ServiceSpec().WithSelector(map[string]string{"app": "other"})), metav1.ApplyOptions{FieldManager: "two"})
	s.step("conflict", err)
	node := service("node")
	node.Spec.Type = corev1.ServiceTypeNodePort
	_, err = services.Create(s.ctx, node, metav1.CreateOptions{})
	s.step("node port", err)
	headless := service("headless")
	headless.Spec.ClusterIP = corev1.ClusterIPNone
	_, err = services.Create(s.ctx, headless, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	s.step("headless", err)

	s.note("endpoint slices")
	slices := kube.DiscoveryV1().EndpointSlices(name)
	ends, err := slices.Create(s.ctx, slice("shop-1", "shop"), metav1.CreateOptions{})
	s.step("slice", err)
	ends.Endpoints = ends.Endpoints[:1]
	ends, err = slices.Update(s.ctx, ends, metav1.UpdateOptions{})
	s.step("update", err)
	wrong := ends.DeepCopy()
	wrong.AddressType = "IPv6"
	wrong.Endpoints[0].Addresses = []string{"nothing"}
	_, err = slices.Update(s.ctx, wrong, metav1.UpdateOptions{})
	s.step("bad update", err)
	_, err = slices.Apply(s.ctx, applydiscoveryv1.EndpointSlice("shop-2", name).WithAddressType("IPv4").WithEndpoints(applydiscoveryv1.Endpoint().WithAddresses("10.9.0.9")), metav1.ApplyOptions{FieldManager: "one"})
	s.step("apply", err)
	_, err = slices.List(s.ctx, metav1.ListOptions{LabelSelector: "kubernetes.io/service-name=shop"})
	s.step("list", err)
	_, err = slices.Get(s.ctx, "nothing", metav1.GetOptions{})
	s.step("get nothing", err)

	s.note("deletes")
	s.step("delete", services.Delete(s.ctx, "shop", metav1.DeleteOptions{}))
	s.step("collection", slices.DeleteCollection(s.ctx, metav1.DeleteOptions{}, metav1.ListOptions{}))
	_, err = services.List(s.ctx, metav1.ListOptions{})
	s.step("list", err)
	time.Sleep(300 * time.Millisecond)
	watch.Stop()
	return nil
}
