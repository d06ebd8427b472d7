package main

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
)

// dynamicClient uses kinds of which the client has no types, and their metadata alone.
func dynamicClient(s *session) error {
	kube, err := kubernetes.NewForConfig(s.config)
	if err != nil {
		return err
	}
	client, err := dynamic.NewForConfig(s.config)
	if err != nil {
		return err
	}
	s.note("create the namespace")
	_, err = kube.CoreV1().Namespaces().Create(s.ctx, namespace(s.namespace), metav1.CreateOptions{})
	s.step("namespace", err)
	all := client.Resource(policies).Namespace(s.namespace)

	s.note("policies: create, update, status, patches")
	made, err := all.Create(s.ctx, policy("shop", "shop"), metav1.CreateOptions{})
	s.step("create", err)
	s.step("set", unstructured.SetNestedField(made.Object, "RoundRobin", "spec", "loadBalancer", "type"))
	_, err = all.Update(s.ctx, made, metav1.UpdateOptions{})
	s.step("update with a hash that does not fit", err)
	unstructured.RemoveNestedField(made.Object, "spec", "loadBalancer", "consistentHash")
	made, err = all.Update(s.ctx, made, metav1.UpdateOptions{})
	s.step("update", err)
	s.step("set", unstructured.SetNestedSlice(made.Object, []any{map[string]any{
		"ancestorRef": map[string]any{"name": "eg"}, "controllerName": "example.com/controller", "conditions": []any{},
	}}, "status", "ancestors"))
	_, err = all.UpdateStatus(s.ctx, made, metav1.UpdateOptions{})
	s.step("status", err)
	unknown := policy("unknown", "shop")
	s.step("set", unstructured.SetNestedField(unknown.Object, "x", "spec", "nothing"))
	for _, validation := range []string{"Strict", "Warn", "Ignore"} {
		_, err = all.Create(s.ctx, unknown, metav1.CreateOptions{FieldValidation: validation, DryRun: []string{metav1.DryRunAll}})
		s.step(validation, err)
	}
	_, err = all.Apply(s.ctx, "applied", policy("applied", "shop"), metav1.ApplyOptions{FieldManager: "one"})
	s.step("apply", err)
	other := policy("applied", "shop")
	s.step("set", unstructured.SetNestedField(other.Object, "Random", "spec", "loadBalancer", "type"))
	unstructured.RemoveNestedField(other.Object, "spec", "loadBalancer", "consistentHash")
	_, err = all.Apply(s.ctx, "applied", other, metav1.ApplyOptions{FieldManager: "two"})
	s.step("conflict", err)
	_, err = all.Apply(s.ctx, "applied", other, metav1.ApplyOptions{FieldManager: "two", Force: true})
	s.step("forced", err)
	other.SetName("misnamed")
	_, err = all.Apply(s.ctx, "applied", other, metav1.ApplyOptions{FieldManager: "two"})
	s.step("another name", err)

	s.note("metadata alone: get, list, watch, patch, delete")
	half, err := metadata.NewForConfig(s.config)
	if err != nil {
		return err
	}
	meta := half.Resource(policies).Namespace(s.namespace)
	_, err = meta.Get(s.ctx, "shop", metav1.GetOptions{})
	s.step("get", err)
	listed, err := meta.List(s.ctx, metav1.ListOptions{Limit: 1})
	s.step("list", err)
	watch, err := meta.Watch(s.ctx, metav1.ListOptions{ResourceVersion: listed.ResourceVersion})
	if err != nil {
		return err
	}
	_, err = meta.Patch(s.ctx, "shop", types.MergePatchType, []byte(`{"metadata":{"annotations":{"a":"b"}}}`), metav1.PatchOptions{})
	s.step("patch", err)
	s.step("delete", meta.Delete(s.ctx, "applied", metav1.DeleteOptions{}))
	s.step("collection", meta.DeleteCollection(s.ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "app=shop"}))
	time.Sleep(300 * time.Millisecond)
	watch.Stop()
	return nil
}
