package main

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/tools/watch"
)

// pages lists in pieces, from several revisions, and watches with retries.
func pages(s *session) error {
	kube, clients, err := s.clients()
	if err != nil {
		return err
	}
	s.note("create what is listed")
	_, err = kube.CoreV1().Namespaces().Create(s.ctx, namespace(s.namespace), metav1.CreateOptions{})
	s.step("namespace", err)
	httpRoutes := clients.GatewayV1().HTTPRoutes(s.namespace)
	for index := range 7 {
		_, err = httpRoutes.Create(s.ctx, route(fmt.Sprintf("r%d", index)), metav1.CreateOptions{})
		s.step("route", err)
	}
	s.note("a pager")
	all := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return httpRoutes.List(ctx, options)
	})
	all.PageSize = 3
	s.step("pages", all.EachListItem(s.ctx, metav1.ListOptions{}, func(runtime.Object) error { return nil }))
	s.note("revisions")
	first, err := httpRoutes.List(s.ctx, metav1.ListOptions{ResourceVersion: "0"})
	s.step("any", err)
	for _, match := range []metav1.ResourceVersionMatch{metav1.ResourceVersionMatchExact, metav1.ResourceVersionMatchNotOlderThan} {
		_, err = httpRoutes.List(s.ctx, metav1.ListOptions{ResourceVersion: first.ResourceVersion, ResourceVersionMatch: match, Limit: 2})
		s.step(string(match), err)
	}
	_, err = httpRoutes.List(s.ctx, metav1.ListOptions{ResourceVersionMatch: metav1.ResourceVersionMatchExact})
	s.step("match without revision", err)
	_, err = httpRoutes.Watch(s.ctx, metav1.ListOptions{ResourceVersion: "nothing"})
	s.step("no revision", err)
	s.note("selectors")
	for _, options := range []metav1.ListOptions{
		{LabelSelector: "app in (shop,x),!tier"}, {LabelSelector: "app notin (shop)"}, {FieldSelector: "metadata.name=r1"},
		{FieldSelector: "metadata.name!=r1,metadata.namespace=" + s.namespace}, {FieldSelector: "spec.x=1"}, {LabelSelector: "a=b=c"},
	} {
		_, err = httpRoutes.List(s.ctx, options)
		s.step(options.LabelSelector+options.FieldSelector, err)
	}
	s.note("a watch until something is gone")
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	seconds := int64(2)
	stream, err := httpRoutes.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=r1", ResourceVersion: first.ResourceVersion, TimeoutSeconds: &seconds})
	if err != nil {
		return err
	}
	s.step("delete", httpRoutes.Delete(s.ctx, "r1", metav1.DeleteOptions{}))
	_, err = watch.UntilWithoutRetry(ctx, stream, func(event apiwatch.Event) (bool, error) { return event.Type == "DELETED", nil })
	s.step("gone", err)
	time.Sleep(200 * time.Millisecond)
	return nil
}
